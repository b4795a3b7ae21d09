import { HostFacts } from '@/server/contract/agent/host'
import type { Generalisation } from '@/server/contract/api/vm'
import type { SysprepFacts } from '@/server/contract/sysprep'
import { generalisationOf } from '@/server/domain/host/generalisation'
import type { Db, Tx } from '../db'
import { vmUnknown } from './facts'

const Sysprep = HostFacts.pick({ sysprep: true })

export interface SysprepHost {
  id: string
  name: string
  /** Null = not installed. */
  sysprep: SysprepFacts | null
}

/** The hosts of a cluster that are Up, and the virt-sysprep of each. */
export async function sysprepHosts(tx: Tx, clusterId: string): Promise<SysprepHost[]> {
  const hosts = await tx.host.findMany({ where: { clusterId, status: 'up' }, orderBy: { name: 'asc' }, select: { id: true, name: true, facts: true } })
  return hosts.map(({ id, name, facts }) => ({ id, name, sysprep: Sysprep.safeParse(facts).data?.sysprep ?? null }))
}

/** What the hosts of the machine's cluster can take out of a clone of it. Errors: NOT_FOUND. */
export async function readGeneralisation(db: Db, id: string): Promise<Generalisation> {
  const vm = await db.vm.findUnique({ where: { id }, select: { clusterId: true } })
  if (!vm) throw vmUnknown(id)
  return generalisationOf(await sysprepHosts(db, vm.clusterId))
}
