import { randomUUID } from 'node:crypto'
import type { CommandContext } from '@/server/commands/vm/context'
import { callerOf, type ApiContext } from './context'

/** What a command needs to know of the request that asks for it. */
export const commandOf = (context: ApiContext): CommandContext => {
  const { id, username } = callerOf(context)
  return { db: context.db, user: { id, username }, now: context.now, newId: randomUUID }
}
