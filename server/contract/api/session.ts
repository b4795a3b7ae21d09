import { z } from 'zod'
import { Instant, operation } from './common'

export const roleNames = ['SuperUser', 'ReadOnlyAdmin', 'UserRole'] as const
export type RoleName = (typeof roleNames)[number]

export const Session = z.object({
  user: z.object({ id: z.uuid(), username: z.string() }),
  /** Roles held on the system object; a plain portal user has none. */
  systemRoles: z.array(z.enum(roleNames)),
  expiresAt: Instant,
})
export type Session = z.infer<typeof Session>

export const sessionContract = {
  login: operation
    .meta({ permission: 'public' })
    .route({ method: 'POST', path: '/session', summary: 'Log in', description: 'Sets the httpOnly cookie and returns the same token for scripts (Authorization: Bearer).' })
    .input(z.object({ username: z.string().min(1).max(200), password: z.string().min(1).max(1000) }))
    .output(z.object({ token: z.string(), expiresAt: Instant })),
  get: operation.meta({ permission: 'session' }).route({ method: 'GET', path: '/session', summary: 'Who am I' }).output(Session),
  logout: operation.meta({ permission: 'session' }).route({ method: 'DELETE', path: '/session', summary: 'Log out' }).output(z.object({})),
}
