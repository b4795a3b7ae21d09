/** One migration that holds a place on both hosts. */
export interface Running {
  sourceId: string
  destinationId: string
}

/** RHV-MIG-1: as many at once as the host has cores, at most 2, out and in each. A cluster may allow fewer or more. */
export const migrationLimit = (cores: number, clusterLimit: number | null): number => Math.max(1, Math.min(cores, clusterLimit ?? 2))

export interface HostLimit {
  id: string
  limit: number
}

export const outgoing = (running: readonly Running[], hostId: string): number => running.filter(({ sourceId }) => sourceId === hostId).length
export const incoming = (running: readonly Running[], hostId: string): number => running.filter(({ destinationId }) => destinationId === hostId).length

/** May one more leave this host now? */
export const mayLeave = (running: readonly Running[], { id, limit }: HostLimit): boolean => outgoing(running, id) < limit
/** May one more come to this host now? */
export const mayArrive = (running: readonly Running[], { id, limit }: HostLimit): boolean => incoming(running, id) < limit
