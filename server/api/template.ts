import { createTemplate } from '@/server/commands/template/create'
import { removeObject } from '@/server/commands/infrastructure/remove'
import { listTemplates } from '@/server/store/list/template'
import { getTemplate } from '@/server/store/read/template'
import { api } from './base'
import { callerOf } from './context'
import { withAgent } from './agents'
import { found } from './found'
import { ifMatchIfGiven } from './preconditions'

export const template = {
  list: api.template.list.handler(({ context, input }) => listTemplates(context.db, input, callerOf(context))),
  get: api.template.get.handler(({ context, input }) => found('template', input.id, getTemplate(context.db, input.id, callerOf(context)))),
  create: api.template.create.handler(async ({ context, input }) => {
    const id = await createTemplate(context.db, { ...input, user: callerOf(context) }, (hostId, image) =>
      withAgent(context.db, hostId, client => client.disk.inspect(image)),
    )
    return found('template', id, getTemplate(context.db, id, callerOf(context)))
  }),
  remove: api.template.remove.handler(async ({ context, input }) => {
    await removeObject(context.db, 'template', { ...input, ifMatch: ifMatchIfGiven(context.headers), user: callerOf(context) })
    return {}
  }),
}
