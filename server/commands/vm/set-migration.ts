import type { MigrationOptions } from '@/server/contract/api/migration'
import { change } from '@/server/store/change'
import { appendEvent } from '@/server/store/event'
import { lockVm } from '@/server/store/vm/facts'
import { requirePolicy } from '../migration/require-policy'
import type { CommandContext } from './context'

export interface MigrationSettings {
  id: string
  /** any = also by itself; manual = only when a person asks; pinned = never. */
  mode: 'any' | 'manual' | 'pinned'
  /** null = as the cluster says. */
  policy: string | null
  /** What it wants otherwise than the policy. */
  options: MigrationOptions
}

/** How a machine may move, from now on; a migration that runs is not touched. Errors: NOT_FOUND, BAD_INPUT for an unknown policy. */
export const setMigration = ({ db, user }: CommandContext, { id, mode, policy, options }: MigrationSettings): Promise<void> => db.$transaction(async tx => {
  const { name } = await lockVm(tx, id)
  if (policy !== null) await requirePolicy(tx, policy)
  await tx.vm.update({ where: { id }, data: { migrationMode: mode, migrationPolicy: policy, migrationOptions: options }, select: { id: true } })
  await change(tx, 'vms', id)
  await appendEvent(tx, {
    code: 'vm.migration_set',
    params: { name, mode, policy: policy ?? '' },
    message: `How ${name} may be migrated was changed: ${mode}.`,
    subject: { type: 'vm', id, name },
    user,
  })
})
