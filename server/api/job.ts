import { cancelJob } from '@/server/commands/job/cancel'
import { bulkItems } from '@/server/store/job/bulk'
import { listJobs } from '@/server/store/list/job'
import { getJob } from '@/server/store/read/job'
import { api } from './base'
import { commandOf } from './command'
import { callerOf } from './context'
import { found } from './found'

export const job = {
  list: api.job.list.handler(({ context, input }) => listJobs(context.db, input, callerOf(context))),
  get: api.job.get.handler(({ context, input }) => found('job', input.id, getJob(context.db, input.id, callerOf(context)))),
  items: api.job.items.handler(async ({ context, input }) => ({ items: await bulkItems(context.db, input.id) })),
  cancel: api.job.cancel.handler(async ({ context, input }) => {
    await cancelJob(commandOf(context), input)
    return found('job', input.id, getJob(context.db, input.id, callerOf(context)))
  }),
}
