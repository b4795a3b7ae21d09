import { attachStorageDomain } from '@/server/commands/storage-domain/attach'
import { activateStorageDomain } from '@/server/commands/storage-domain/activate'
import type { AskHost } from '@/server/commands/storage-domain/ask'
import { createStorageDomain } from '@/server/commands/storage-domain/create'
import { destroyStorageDomain, detachStorageDomain } from '@/server/commands/storage-domain/detach'
import { listUnregistered, type ReadMetadata } from '@/server/commands/storage-domain/found'
import { formatStorageDomain } from '@/server/commands/storage-domain/format'
import { maintainStorageDomain } from '@/server/commands/storage-domain/maintenance'
import { probeStorage } from '@/server/commands/storage-domain/probe'
import { registerFound } from '@/server/commands/storage-domain/register'
import { setStorageSpace } from '@/server/commands/storage-domain/set-space'
import { removeObject } from '@/server/commands/infrastructure/remove'
import { updateStorageDomain } from '@/server/commands/storage-domain/update'
import type { Db } from '@/server/store/db'
import { readInstance } from '@/server/store/instance'
import { listStorageDomains } from '@/server/store/list/storageDomain'
import { storageSamples } from '@/server/store/read/samples'
import { getStorageDomain } from '@/server/store/read/storageDomain'
import { withAgent } from './agents'
import { api } from './base'
import { callerOf, type ApiContext } from './context'
import { commandOf } from './command'
import { found } from './found'
import { onObject } from './permission'
import { ifMatch, ifMatchIfGiven } from './preconditions'

const askMs = 30_000

/** Asks a host to take the domain up. `word` keeps the steps of different intentions apart. */
const asking = (db: Db, word: string): AskHost => async (host, { id, path, takeOver = false }) => {
  const owner = (await readInstance(db))?.id
  const call = { stepId: `storage-domain:${id}:${word}`, id, path, takeOver, ...(owner ? { owner } : {}) }
  return withAgent(db, host.id, client => client.storage.ensureDomain(call, { signal: AbortSignal.timeout(askMs) }))
}

/** Page by page, until there are no more. */
const reading = (db: Db): ReadMetadata => (hostId, path) => withAgent(db, hostId, async client => {
  const files: Awaited<ReturnType<ReadMetadata>> = []
  for (let more = true; more;) {
    const page = await client.storage.readMetadata({ path, after: files.at(-1)?.name ?? '' }, { signal: AbortSignal.timeout(askMs) })
    files.push(...page.files)
    more = page.more && page.files.length > 0
  }
  return files
})

const shown = (context: ApiContext, id: string) => found('storage-domain', id, getStorageDomain(context.db, id, callerOf(context)))

export const storageDomain = {
  list: api.storageDomain.list.handler(({ context, input }) => listStorageDomains(context.db, input, callerOf(context))),
  get: api.storageDomain.get.handler(({ context, input }) => shown(context, input.id)),
  create: api.storageDomain.create.handler(async ({ context, input }) => {
    const id = await createStorageDomain(context.db, { ...input, user: callerOf(context), now: context.now }, asking(context.db, 'create'))
    return shown(context, id)
  }),
  probe: api.storageDomain.probe.handler(async ({ context, input }) => {
    const instanceId = (await readInstance(context.db))?.id ?? ''
    return probeStorage(context.db, { ...input, instanceId }, (hostId, path) => withAgent(context.db, hostId, client => client.storage.look({ path }, { signal: AbortSignal.timeout(askMs) })))
  }),
  update: api.storageDomain.update.handler(async ({ context, input }) => {
    await updateStorageDomain(context.db, { ...input, ifMatch: ifMatch(context.headers), user: callerOf(context) })
    return shown(context, input.id)
  }),
  setSpace: api.storageDomain.setSpace.handler(async ({ context, input }) => {
    await setStorageSpace(context.db, { ...input, user: callerOf(context) })
    return shown(context, input.id)
  }),
  samples: api.storageDomain.samples.handler(async ({ context, input }) => ({ items: await storageSamples(context.db, input.id, input.minutes, context.now) })),
  maintenance: api.storageDomain.maintenance.handler(async ({ context, input }) => {
    await maintainStorageDomain(context.db, { ...input, user: callerOf(context) })
    return shown(context, input.id)
  }),
  activate: api.storageDomain.activate.handler(async ({ context, input }) => {
    await activateStorageDomain(context.db, { ...input, user: callerOf(context), now: context.now }, asking(context.db, `activate:${context.now.getTime()}`))
    return shown(context, input.id)
  }),
  attach: api.storageDomain.attach.handler(async ({ context, input }) => {
    await onObject(context, { verb: 'storage-domain.create', on: 'datacenter' }, input.datacenterId)
    await attachStorageDomain(context.db, { ...input, user: callerOf(context), now: context.now }, asking(context.db, `attach:${context.now.getTime()}`))
    return shown(context, input.id)
  }),
  detach: api.storageDomain.detach.handler(({ context, input }) => detachStorageDomain(commandOf(context), input)),
  destroy: api.storageDomain.destroy.handler(({ context, input }) => destroyStorageDomain(commandOf(context), input)),
  unregistered: api.storageDomain.unregistered.handler(({ context, input }) => listUnregistered(context.db, input.id, reading(context.db))),
  register: api.storageDomain.register.handler(async ({ context, input }) => {
    await onObject(context, { verb: 'vm.create', on: 'cluster' }, input.clusterId)
    const { db } = context
    return registerFound(commandOf(context), input, {
      read: reading(db),
      inspect: (hostId, image) => withAgent(db, hostId, client => client.disk.inspect({ ...image, check: false }, { signal: AbortSignal.timeout(askMs) })),
      drop: async ({ id, path, hostId }, files) => {
        const owner = (await readInstance(db))?.id ?? ''
        return withAgent(db, hostId, client => client.storage.writeMetadata({ stepId: `storage-domain:${id}:registered:${context.now.getTime()}`, id, path, owner, put: [], remove: [...files] }))
      },
    })
  }),
  format: api.storageDomain.format.handler(async ({ context, input }) => {
    await formatStorageDomain(context.db, { ...input, user: callerOf(context) }, (hostId, { id, path }) =>
      withAgent(context.db, hostId, client => client.storage.wipe({ stepId: `storage-domain:${id}:format:${context.now.getTime()}`, id, path })))
    return {}
  }),
  remove: api.storageDomain.remove.handler(async ({ context, input }) => {
    await removeObject(context.db, 'storage-domain', { ...input, ifMatch: ifMatchIfGiven(context.headers), user: callerOf(context) })
    return {}
  }),
}
