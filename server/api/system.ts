import packageJson from '@/package.json'
import { setSettings } from '@/server/commands/settings/set'
import { readInstance } from '@/server/store/instance'
import { readDashboard } from '@/server/store/read/dashboard'
import { readSettings } from '@/server/store/settings'
import { findObjects, readTree } from '@/server/store/read/overview'
import { api } from './base'
import { callerOf } from './context'

export const system = {
  settings: api.system.settings.handler(({ context }) => readSettings(context.db)),
  setSettings: api.system.setSettings.handler(async ({ context, input }) => {
    await setSettings(context.db, input, callerOf(context))
    return readSettings(context.db)
  }),
  health: api.system.health.handler(async ({ context }) => {
    const base = { version: packageJson.version }
    try {
      return { ...base, status: 'ok' as const, database: 'up' as const, instanceId: (await readInstance(context.db))?.id ?? null }
    } catch {
      return { ...base, status: 'degraded' as const, database: 'down' as const, instanceId: null }
    }
  }),
  dashboard: api.system.dashboard.handler(({ context }) => readDashboard(context.db, callerOf(context), context.now)),
  find: api.system.find.handler(async ({ context, input }) => ({ items: await findObjects(context.db, input.text, callerOf(context)) })),
  tree: api.system.tree.handler(async ({ context }) => ({ items: await readTree(context.db, callerOf(context)) })),
}
