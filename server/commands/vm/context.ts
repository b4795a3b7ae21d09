import type { Db } from '@/server/store/db'

/** Who asks, when, and where ids come from. `user` null = the manager itself. */
export interface CommandContext {
  db: Db
  user: { id: string; username: string } | null
  now: Date
  newId: () => string
}
