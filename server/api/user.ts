import { createUser } from '@/server/commands/user/create'
import { grantRole } from '@/server/commands/user/grant'
import { removeUser } from '@/server/commands/user/remove'
import { listUsers } from '@/server/store/list/user'
import { getUser } from '@/server/store/read/user'
import { api } from './base'
import { callerOf } from './context'
import { found } from './found'

export const user = {
  list: api.user.list.handler(({ context, input }) => listUsers(context.db, input, callerOf(context))),
  create: api.user.create.handler(async ({ context, input }) => {
    const id = await createUser(context.db, { ...input, user: callerOf(context) })
    return found('user', id, getUser(context.db, id))
  }),
  remove: api.user.remove.handler(async ({ context, input }) => {
    await removeUser(context.db, { ...input, user: callerOf(context) })
    return {}
  }),
  grant: api.user.grant.handler(async ({ context, input }) => {
    await grantRole(context.db, { ...input, user: callerOf(context) })
    return found('user', input.id, getUser(context.db, input.id))
  }),
}
