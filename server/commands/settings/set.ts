import type { Settings } from '@/server/contract/api/activity'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { readSettings, writeSettings } from '@/server/store/settings'
import type { Actor } from '../refuse'

type Change = { [Setting in keyof Settings]?: Settings[Setting] | undefined }

/** What is given replaces what was; each change is an audit event. */
export const setSettings = (db: Db, { fetchPrivateAddresses }: Change, user: Actor): Promise<void> => db.$transaction(async tx => {
  const before = await readSettings(tx)
  const next = { fetchPrivateAddresses: fetchPrivateAddresses ?? before.fetchPrivateAddresses }
  if (next.fetchPrivateAddresses === before.fetchPrivateAddresses) return
  await writeSettings(tx, next)
  await appendEvent(tx, {
    code: 'settings.updated',
    params: { setting: 'fetchPrivateAddresses', value: String(next.fetchPrivateAddresses) },
    message: `Hosts may ${next.fetchPrivateAddresses ? 'now' : 'no longer'} fetch from private addresses.`,
    subject: { type: 'system', id: null, name: 'Atrium' },
    user,
  })
})
