import { listTemplates } from '@/server/store/list/template'
import { getTemplate } from '@/server/store/read/template'
import { api } from './base'
import { callerOf } from './context'
import { found } from './found'

export const template = {
  list: api.template.list.handler(({ context, input }) => listTemplates(context.db, input, callerOf(context))),
  get: api.template.get.handler(({ context, input }) => found('template', input.id, getTemplate(context.db, input.id))),
}
