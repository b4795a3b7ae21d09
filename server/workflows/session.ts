import pg from 'pg'
import { pause } from './pause'
import type { EngineLogger } from './environment'

export interface ChangeNotice {
  topic: string
  id: string
}

/**
 * The engine's own connection to PostgreSQL: it hears every change (LISTEN atrium_change) and holds advisory locks, which
 * the server takes back by itself when the engine dies.
 */
export interface Session {
  /** Returns a function that ends the subscription. */
  onChange: (listener: (notice: ChangeNotice) => void) => () => void
  /** Called after each new connection: notices may have been missed, and no lock is held. */
  onConnect: (listener: () => void) => () => void
  /** Takes the named lock, or says that another session has it. A lock held already is not taken twice. */
  tryLock: (name: string) => Promise<boolean>
  unlock: (name: string) => Promise<void>
  holds: (name: string) => boolean
  stop: () => Promise<void>
}

/** First half of each lock's key, so that Atrium's never meet another program's. */
const lockClass = 0x61_74_72
const reconnectMs = 500

const parseNotice = (payload: string): ChangeNotice | null => {
  const [, topic, id] = payload.split(' ')
  return topic && id ? { topic, id } : null
}

export async function openSession(databaseUrl: string, logger: EngineLogger): Promise<Session> {
  const changeListeners = new Set<(notice: ChangeNotice) => void>()
  const connectListeners = new Set<() => void>()
  const held = new Set<string>()
  const stopping = new AbortController()
  let client: pg.Client | null = null

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: databaseUrl, connectionTimeoutMillis: 5_000, query_timeout: 10_000, keepAlive: true, application_name: 'atrium-engine',
    })
    next.on('notification', ({ payload }) => {
      const notice = payload ? parseNotice(payload) : null
      if (notice) for (const listener of changeListeners) listener(notice)
    })
    next.on('error', error => logger.warn({ error: error.message }, 'The connection that hears changes was lost.'))
    await next.connect()
    await next.query('LISTEN atrium_change')
    next.on('end', () => {
      if (client !== next) return
      client = null
      held.clear()
      void reconnect()
    })
    client = next
    held.clear()
  }

  const reconnect = async (): Promise<void> => {
    while (!stopping.signal.aborted && !client) {
      try {
        await connect()
        logger.info({}, 'Hears changes again.')
        for (const listener of connectListeners) listener()
      } catch {
        await pause(reconnectMs, stopping.signal)
      }
    }
  }

  await connect()

  /** One query at a time: pg 9 will refuse what pg 8 queues. An answer of a connection that was lost meanwhile is none. */
  let last: Promise<unknown> = Promise.resolve()
  const ask = (text: string, name: string): Promise<boolean> => {
    const answer = last.then(async () => {
      const asked = client
      const { rows } = (await asked?.query<{ answer: boolean }>(text, [lockClass, name])) ?? { rows: [] }
      return asked === client && rows[0]?.answer === true
    }).catch(() => false)
    last = answer
    return answer
  }

  return {
    onChange: listener => {
      changeListeners.add(listener)
      return () => changeListeners.delete(listener)
    },
    onConnect: listener => {
      connectListeners.add(listener)
      return () => connectListeners.delete(listener)
    },
    tryLock: async name => {
      if (held.has(name)) return true
      const locked = await ask('SELECT pg_try_advisory_lock($1, hashtext($2)) AS answer', name)
      if (locked) held.add(name)
      return locked
    },
    unlock: async name => {
      if (!held.delete(name)) return
      await ask('SELECT pg_advisory_unlock($1, hashtext($2)) AS answer', name)
    },
    holds: name => held.has(name),
    stop: async () => {
      stopping.abort()
      const open = client
      client = null
      await open?.end().catch(() => undefined)
    },
  }
}
