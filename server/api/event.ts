import { listEvents } from '@/server/store/list/event'
import { api } from './base'
import { callerOf } from './context'

export const event = {
  list: api.event.list.handler(({ context, input }) => listEvents(context.db, input, callerOf(context))),
}
