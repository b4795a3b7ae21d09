import type { ObjectType } from '@/server/contract/api/common'
import type { RoleName } from '@/server/contract/api/session'

/** A role on an object. `objectId` null = the system, root of the tree. */
export interface Grant {
  role: RoleName
  objectType: ObjectType
  objectId: string | null
}

/** Verbs of each role; `*` = all, `x.*` = all on x, `*.read` = all reading. */
const roleVerbs: Record<RoleName, readonly string[]> = {
  SuperUser: ['*'],
  ReadOnlyAdmin: ['*.read'],
  UserRole: ['vm.read', 'vm.run', 'vm.console', 'disk.read', 'job.read', 'event.read'],
}

export const roleAllows = (role: RoleName, verb: string): boolean => {
  const [noun, deed] = verb.split('.')
  return roleVerbs[role].some(v => v === '*' || v === verb || v === `${noun}.*` || v === `*.${deed}`)
}

/** The object and everything above it, nearest first: vm → cluster → datacenter. The system is always above. */
export type ObjectPath = readonly { type: ObjectType; id: string }[]

/**
 * The one function that decides who may do what (RHV-ACC-7): a role counts on its object and on all below it.
 * Richer rights later change this function alone.
 */
export const mayDo = (grants: readonly Grant[], verb: string, path: ObjectPath): boolean =>
  grants.some(g => roleAllows(g.role, verb) && (g.objectId === null || path.some(o => o.type === g.objectType && o.id === g.objectId)))

/** For lists: `all`, or the objects on which the verb is allowed (their children are visible too). */
export const scopeOf = (grants: readonly Grant[], verb: string): 'all' | { type: ObjectType; id: string }[] => {
  const held = grants.filter(g => roleAllows(g.role, verb))
  if (held.some(g => g.objectId === null)) return 'all'
  return held.flatMap(g => (g.objectId === null ? [] : [{ type: g.objectType, id: g.objectId }]))
}
