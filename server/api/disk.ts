import { listDisks } from '@/server/store/list/disk'
import { api } from './base'
import { callerOf } from './context'

export const disk = {
  list: api.disk.list.handler(({ context, input }) => listDisks(context.db, input, callerOf(context))),
}
