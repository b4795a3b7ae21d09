import { createHostToken } from '@/server/commands/host/create-token'
import { joinHost } from '@/server/commands/host/join'
import { tellHostSetUp } from '@/server/commands/host/tell-set-up'
import { removeHost } from '@/server/commands/host/remove'
import { updateHost } from '@/server/commands/host/update'
import { listHosts } from '@/server/store/list/host'
import { getHost } from '@/server/store/read/host'
import { hostSamples } from '@/server/store/read/samples'
import { tellToLeave, withAgent } from './agents'
import { api } from './base'
import { callerOf } from './context'
import { found } from './found'
import { ifMatch } from './preconditions'

export const host = {
  list: api.host.list.handler(({ context, input }) => listHosts(context.db, input, callerOf(context))),
  get: api.host.get.handler(({ context, input }) => found('host', input.id, getHost(context.db, input.id, callerOf(context)))),
  createToken: api.host.createToken.handler(async ({ context, input }) => {
    const { token, expiresAt } = await createHostToken(context.db, { ...input, user: callerOf(context), now: context.now })
    return { token, command: `atrium-agent join --manager ${context.origin} --token ${token} --address HOST:PORT`, expiresAt: expiresAt.toISOString() }
  }),
  join: api.host.join.handler(({ context, input }) => joinHost(context.db, { ...input, now: context.now })),
  update: api.host.update.handler(async ({ context, input }) => {
    await updateHost(context.db, { ...input, ifMatch: ifMatch(context.headers), user: callerOf(context) })
    return found('host', input.id, getHost(context.db, input.id, callerOf(context)))
  }),
  remove: api.host.remove.handler(async ({ context, input }) => {
    await tellToLeave(context.db, await removeHost(context.db, { ...input, user: callerOf(context) }))
    return {}
  }),
  lockDisks: api.host.lockDisks.handler(async ({ context, input: { id } }) => {
    const stepId = `host:${id}:lock-disks`
    const done = await withAgent(context.db, id, agent => agent.host.lockDisks({ stepId }))
    await tellHostSetUp(context.db, 'disk_locks', { hostId: id, user: callerOf(context) })
    return done
  }),
  acceptMigrations: api.host.acceptMigrations.handler(async ({ context, input: { id } }) => {
    const stepId = `host:${id}:accept-migrations`
    const done = await withAgent(context.db, id, agent => agent.host.acceptMigrations({ stepId }))
    await tellHostSetUp(context.db, 'migration_listener', { hostId: id, user: callerOf(context) })
    return done
  }),
  samples: api.host.samples.handler(async ({ context, input }) => ({ items: await hostSamples(context.db, input.id, input.minutes, context.now) })),
}
