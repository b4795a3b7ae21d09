import type { Logger } from 'pino'
import type { Db } from '@/server/store/db'
import { seeViewers, viewerGoneMs, type OpenConsole } from '@/server/store/console/viewer'

/** Three times before a viewer counts as gone. */
const beatMs = viewerGoneMs / 3

export interface Presence {
  /** From now on until the returned function is called this console is said to be open. */
  carry: (console: OpenConsole) => () => void
  /** Once no beat is under way, which could put back what is being taken away. */
  settled: () => Promise<void>
  stop: () => void
}

/** Says again and again which consoles this manager carries, so that a killed one's do not seem open for ever. */
export function keepPresence(db: Db, log: Pick<Logger, 'warn'>): Presence {
  const open = new Map<string, OpenConsole>()
  let beating: Promise<void> | null = null
  const beat = (): void => {
    beating ??= seeViewers(db, [...open.values()])
      .catch((error: unknown) => log.warn({ err: error }, 'Open consoles could not be told to the database.'))
      .finally(() => (beating = null))
  }
  const timer = setInterval(beat, beatMs)
  return {
    carry: console => {
      open.set(console.id, console)
      return () => open.delete(console.id)
    },
    settled: () => beating ?? Promise.resolve(),
    stop: () => clearInterval(timer),
  }
}
