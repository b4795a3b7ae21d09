import { login } from '@/server/commands/session/login'
import { logout } from '@/server/commands/session/logout'
import { api } from './base'
import { sessionOf } from './context'
import { sessionCookie } from './credentials'

export const session = {
  login: api.session.login.handler(async ({ context, input }) => {
    const { token, expiresAt } = await login(context.db, { ...input, address: context.address, now: context.now })
    context.answer.append('set-cookie', sessionCookie(context.cookie, token, expiresAt, context.secure))
    return { token, expiresAt: expiresAt.toISOString() }
  }),
  get: api.session.get.handler(({ context }) => {
    const { user, grants, expiresAt } = sessionOf(context)
    return { user, systemRoles: [...new Set(grants.filter(g => g.objectId === null).map(g => g.role))], expiresAt: expiresAt.toISOString() }
  }),
  logout: api.session.logout.handler(async ({ context }) => {
    await logout(context.db, sessionOf(context))
    context.answer.append('set-cookie', sessionCookie(context.cookie, null, new Date(0), context.secure))
    return {}
  }),
}
