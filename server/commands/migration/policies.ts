import type { Policy, PolicySettings } from '@/server/contract/api/migration'
import { AppError } from '@/server/domain/error'
import { policyNames } from '@/server/domain/migration/policy'
import { checkName } from '@/server/domain/name'
import { change } from '@/server/store/change'
import type { Db, Tx } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { listPolicies } from '@/server/store/migration/policies'
import { refuse, stale, uniquely, type Actor } from '../refuse'

interface Input {
  name: string
  description: string
  settings: PolicySettings
}

const missing = (id: string): AppError => new AppError('NOT_FOUND', `There is no migration policy ${id}.`, { subject: { type: 'migration-policy', id } })

const policy = async (tx: Tx, id: string): Promise<Policy> => {
  const found = (await listPolicies(tx)).find(one => one.id === id)
  if (!found) throw missing(id)
  return found
}

function check({ name }: Input): void {
  refuse(checkName(name))
  // One that is told by the same word as an oVirt policy would be mistaken for it.
  if (policyNames.some(known => known === name)) throw new AppError('DUPLICATE', `There is a migration policy ${name} already.`, { field: 'name' })
}

const tell = (tx: Tx, deed: 'created' | 'edited' | 'removed', { id, name }: { id: string; name: string }, user: Actor) => appendEvent(tx, {
  code: `migration-policy.${deed}`, params: { name }, message: `Migration policy ${name} was ${deed}.`, subject: { type: 'migration-policy', id, name }, user,
})

/** Errors: BAD_INPUT, DUPLICATE. */
export async function createPolicy(db: Db, { user, ...input }: Input & { user: Actor }): Promise<Policy> {
  check(input)
  return uniquely('migration-policy', 'a migration policy', input.name, () => db.$transaction(async tx => {
    const { id } = await tx.migrationPolicy.create({ data: input, select: { id: true } })
    await change(tx, 'migration-policies', id)
    await tell(tx, 'created', { id, name: input.name }, user)
    return policy(tx, id)
  }))
}

/** Errors: NOT_FOUND, BAD_INPUT, DUPLICATE, STALE_GENERATION. */
export async function updatePolicy(db: Db, { id, ifMatch, user, ...input }: Input & { id: string; ifMatch: number | null; user: Actor }): Promise<Policy> {
  check(input)
  return uniquely('migration-policy', 'a migration policy', input.name, () => db.$transaction(async tx => {
    const before = await tx.migrationPolicy.findUnique({ where: { id } })
    if (!before) throw missing(id)
    const generation = ifMatch ?? before.generation
    const { count } = await tx.migrationPolicy.updateMany({ where: { id, generation }, data: { ...input, generation: generation + 1 } })
    if (count === 0) throw stale({ type: 'migration-policy', id, name: before.name }, before.generation, { name: before.name, description: before.description })
    await change(tx, 'migration-policies', id)
    await tell(tx, 'edited', { id, name: input.name }, user)
    return policy(tx, id)
  }))
}

/** Errors: NOT_FOUND, IN_USE while a cluster or a machine has it. */
export const removePolicy = (db: Db, { id, user }: { id: string; user: Actor }): Promise<void> => db.$transaction(async tx => {
  const { name, clusterCount, vmCount } = await policy(tx, id)
  if (clusterCount + vmCount > 0) {
    throw new AppError('IN_USE', `Migration policy ${name} is used by ${clusterCount} clusters and ${vmCount} machines.`, {
      subject: { type: 'migration-policy', id, name }, reason: { code: 'policy_in_use', params: { clusters: clusterCount, vms: vmCount } },
    })
  }
  await tx.migrationPolicy.delete({ where: { id }, select: { id: true } })
  await change(tx, 'migration-policies', id)
  await tell(tx, 'removed', { id, name }, user)
})
