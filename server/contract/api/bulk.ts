import { z } from 'zod'
import { operation, Reason, Ref } from './common'
import { MigrateOptions } from './migration'

export const bulkActions = ['start', 'shutdown', 'poweroff', 'reboot', 'suspend', 'resume', 'save', 'migrate', 'delete', 'tags'] as const
export type BulkAction = (typeof bulkActions)[number]

/** More at once are a mistake, or a script's matter. */
export const mostAtOnce = 1000

export const BulkOptions = z.object({
  /** shutdown */
  timeoutSeconds: z.int().min(1).max(3600).default(180),
  /** migrate; absent = Atrium chooses for each. */
  hostId: MigrateOptions.shape.hostId,
  policy: MigrateOptions.shape.policy,
  /** delete: disks of any of the machines that stay. */
  keep: z.array(z.uuid()).max(64_000).default([]),
  /** tags */
  addTags: z.array(z.string().max(200)).max(100).default([]),
  removeTags: z.array(z.string().max(200)).max(100).default([]),
})
export type BulkOptions = z.output<typeof BulkOptions>

export const BulkWish = z.object({
  /** Either these, or all that `search` finds. */
  ids: z.array(z.uuid()).min(1).max(mostAtOnce).optional(),
  search: z.string().max(1000).optional(),
  action: z.enum(bulkActions),
  options: BulkOptions.prefault({}),
})
export type BulkWish = z.output<typeof BulkWish>

export const bulkOperation = operation
  .meta({ permission: { verb: 'vm.read', on: 'vm', list: true } })
  .route({
    method: 'POST',
    path: '/vms/bulk',
    successStatus: 202,
    summary: 'Do the same to many machines, one job each, a few at a time',
    description: 'Each machine needs the right that the action needs. What is refused at once is listed in the answer, what comes of the others in `/jobs/{id}/items`.',
  })
  .input(BulkWish)
  .output(z.object({ jobId: z.uuid(), accepted: z.int(), refused: z.array(z.object({ vm: Ref, reason: Reason })) }))
