interface Attachable {
  datacenter: { id: string } | null
  /** null = all of the datacenter. */
  clusters: readonly { id: string }[] | null
}

/** Is a network or storage domain attached to that cluster? */
export const isAttached = ({ datacenter, clusters }: Attachable, cluster: { id: string; datacenter: { id: string } } | undefined): boolean =>
  cluster !== undefined && datacenter?.id === cluster.datacenter.id && (clusters === null || clusters.some(({ id }) => id === cluster.id))
