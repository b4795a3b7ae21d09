import type { Generalisation } from '@/server/contract/api/vm'
import type { SysprepFacts } from '@/server/contract/sysprep'

interface Host {
  name: string
  sysprep: SysprepFacts | null
}

/** Can this host carry out all of that? */
export const canGeneralise = ({ sysprep }: Pick<Host, 'sysprep'>, operations: readonly string[]): boolean =>
  sysprep !== null && operations.every((name) => sysprep.operations.some((each) => each.name === name))

/** What any of the hosts offers, and who offers nothing. */
export const generalisationOf = (hosts: readonly Host[]): Generalisation => ({
  operations: [...new Map(hosts.flatMap(({ sysprep }) => sysprep?.operations ?? []).map((operation) => [operation.name, operation])).values()]
    .sort((a, b) => a.name.localeCompare(b.name)),
  without: hosts.filter(({ sysprep }) => sysprep === null).map(({ name }) => name),
})

/** Why none of the hosts can; null when one can. */
export function generalisationRefusal(hosts: readonly Host[], operations: readonly string[]): { code: string; params: Record<string, string | number>; text: string } | null {
  if (hosts.some((host) => canGeneralise(host, operations))) return null
  const without = hosts.filter(({ sysprep }) => sysprep === null)
  if (without.length < hosts.length) {
    const { operations: known } = generalisationOf(hosts)
    const name = operations.find((one) => !known.some((each) => each.name === one)) ?? operations[0] ?? ''
    return { code: 'sysprep_operation', params: { name }, text: `virt-sysprep of no host knows all of the operations, such as “${name}”.` }
  }
  const names = without.map(({ name }) => name).join(', ')
  return { code: 'no_sysprep', params: { host: names, count: without.length }, text: names === '' ? 'No host of the cluster is Up.' : `Host ${names} has no virt-sysprep: install libguestfs-tools.` }
}
