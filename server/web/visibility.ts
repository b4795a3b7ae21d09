import type { ChangeTopic } from '@/server/contract/api/activity'
import type { ObjectType } from '@/server/contract/api/common'
import { mayDo, scopeOf } from '@/server/domain/access/decide'
import type { Db } from '@/server/store/db'
import { isOwnBulk } from '@/server/store/job/bulk'
import { vmScope } from '@/server/store/list/vm'
import { pathOf } from '@/server/store/path'
import type { Caller } from '@/server/store/scope'

/** Type of object of each topic, and with it the verb that its readers need. */
const types: Record<Exclude<ChangeTopic, 'events' | 'host-samples'>, ObjectType> = {
  datacenters: 'datacenter',
  clusters: 'cluster',
  hosts: 'host',
  vms: 'vm',
  disks: 'disk',
  'storage-domains': 'storage-domain',
  networks: 'network',
  templates: 'template',
  jobs: 'job',
  users: 'user',
  migrations: 'cluster',
  // Of no object: told to whoever sees clusters.
  'migration-policies': 'cluster',
  consoles: 'vm',
}

const isObjectTopic = (topic: string): topic is keyof typeof types => topic in types

/** Null = a narrower look is needed: the caller has the verb on some objects. */
const everywhere = (caller: Caller, verb: string): boolean | null => {
  const scope = scopeOf(caller.grants, verb)
  return scope === 'all' ? true : scope.length === 0 ? false : null
}

async function onObject(db: Db, caller: Caller, verb: string, type: ObjectType, id: string): Promise<boolean> {
  const path = await pathOf(db, type, id)
  // What is gone has no place in the tree any more. Its id alone tells nothing, and pages that show it must hear of it.
  return path === null || mayDo(caller.grants, verb, path) || (type === 'job' && (await isOwnBulk(db, id, caller.id)))
}

async function onEvent(db: Db, caller: Caller, id: string): Promise<boolean> {
  const event = await db.event.findUnique({ where: { id: BigInt(id) }, select: { subjectType: true, subjectId: true } })
  if (!event?.subjectId) return false
  const path = await pathOf(db, event.subjectType as ObjectType, event.subjectId)
  return path !== null && mayDo(caller.grants, 'event.read', path)
}

/** Statistics of a host concern those who see the host, and those who see a machine on it. */
async function onSamples(db: Db, caller: Caller, id: string): Promise<boolean> {
  const path = await pathOf(db, 'host', id)
  if (path && mayDo(caller.grants, 'host.read', path)) return true
  const scope = vmScope(caller, 'vm.read')
  return (await db.vm.count({ where: { AND: [scope ?? {}, { hostId: id }] }, take: 1 })) > 0
}

/** May the caller know that this object changed? Decided at once for those with a role on everything. */
export function maySee(db: Db, caller: Caller, { topic, id }: { topic: string; id: string }): boolean | Promise<boolean> {
  if (topic === 'users' && id === caller.id) return true
  if (topic === 'host-samples') return everywhere(caller, 'host.read') === true || onSamples(db, caller, id)
  if (topic === 'events') return everywhere(caller, 'event.read') ?? onEvent(db, caller, id)
  if (!isObjectTopic(topic)) return false
  const type = types[topic]
  return everywhere(caller, `${type}.read`) ?? onObject(db, caller, `${type}.read`, type, id)
}
