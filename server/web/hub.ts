import pg from 'pg'
import type { Logger } from 'pino'
import { sessionChannel } from '@/server/store/session/session'

export interface HubChange {
  seq: bigint
  topic: string
  id: string
}

export interface HubListener {
  changed?: (change: HubChange) => void
  /** A session (by its token's hash) was ended. */
  sessionEnded?: (tokenHash: string) => void
  /** Changes were missed and can't be told any more: anything may have changed. */
  gap?: () => void
}

/** The one connection on which this process hears PostgreSQL; everyone who waits for something listens here. */
export interface Hub {
  listen: (listener: HubListener) => () => void
  /** Waits a moment for the connection, without which nothing is heard; false when it does not come. */
  connected: () => Promise<boolean>
  /** Changes after `seq`, one per object, oldest first; null when so many that all may have changed. Errors: when PostgreSQL is down. */
  since: (seq: bigint) => Promise<HubChange[] | null>
  stop: () => Promise<void>
}

const backOffMs = [100, 250, 500, 1000, 2000]
const mostChanges = 5_000

/**
 * A transaction gets its numbers when it writes and is heard when it commits: a lower number may come after a higher one.
 * So everything of the half minute before is told again; a page only asks again for what it shows.
 */
const sinceQuery = `
  select max(seq)::text as seq, topic, object_id as id from change
  where seq > $1::bigint or at > (select at from change where seq = $1::bigint) - interval '30 seconds'
  group by topic, object_id order by max(seq) limit $2::int`

/** Are all changes after `seq` still there? Numbers of undone transactions are missing too; then too much is asked again, never too little. */
const knownQuery = 'select coalesce(min(seq) <= $1::bigint + 1, false) as known from change'
/** A request that comes while the connection is just being made waits this long. */
const patienceMs = 2_000

export function createHub(databaseUrl: string, log: Pick<Logger, 'warn' | 'info'>): Hub {
  const listeners = new Set<HubListener>()
  let client: pg.Client | null = null
  let last: bigint | null = null
  const waiting = new Set<() => void>()
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const tell = (change: HubChange) => {
    if (last === null || change.seq > last) last = change.seq
    for (const listener of listeners) listener.changed?.(change)
  }
  const heard = ({ channel, payload = '' }: pg.Notification) => {
    if (channel === sessionChannel) {
      for (const listener of listeners) listener.sessionEnded?.(payload)
      return
    }
    const [seq, topic, id] = payload.split(' ')
    if (seq && topic && id) tell({ seq: BigInt(seq), topic, id })
  }
  const since = async (seq: bigint): Promise<HubChange[] | null> => {
    if (!client) throw new Error('Connection terminated')
    const known = await client.query<{ known: boolean }>(knownQuery, [String(seq)])
    if (!known.rows[0]?.known) return null
    const { rows } = await client.query<{ seq: string; topic: string; id: string }>(sinceQuery, [String(seq), mostChanges + 1])
    return rows.length > mostChanges ? null : rows.map(r => ({ ...r, seq: BigInt(r.seq) }))
  }
  const catchUp = (missed: HubChange[] | null) => {
    if (missed) missed.forEach(tell)
    else for (const listener of listeners) listener.gap?.()
  }
  const connect = async (attempt: number): Promise<void> => {
    const next = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
      keepAlive: true,
      application_name: 'atrium-web',
    })
    // Without a listener the error of a lost connection would end the process; 'end' follows it.
    next.on('error', () => {})
    try {
      await next.connect()
      next.on('notification', heard)
      await next.query('listen atrium_change')
      await next.query(`listen ${next.escapeIdentifier(sessionChannel)}`)
      client = next
      next.on('end', () => {
        client = null
        if (!stopped) log.warn('The connection that hears changes was lost.')
        again(0)
      })
      if (last === null) last = BigInt((await next.query<{ seq: string }>('select coalesce(max(seq), 0)::text as seq from change')).rows[0]?.seq ?? 0)
      else catchUp(await since(last))
      for (const go of waiting) go()
      if (attempt > 0) log.info('Changes are heard again.')
    } catch (error) {
      await next.end().catch(() => {})
      if (attempt === 0) log.warn({ cause: error instanceof Error ? error.message : String(error) }, 'PostgreSQL does not answer; changes are not heard.')
      if (client !== next) again(attempt + 1)
    }
  }
  const again = (attempt: number) => {
    if (stopped) return
    timer = setTimeout(() => void connect(attempt), backOffMs[Math.min(attempt, backOffMs.length - 1)])
  }
  void connect(0)

  return {
    listen: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    connected: async () => {
      if (client === null && !stopped) {
        await new Promise<void>(resolve => {
          const go = () => {
            clearTimeout(timeout)
            waiting.delete(go)
            resolve()
          }
          const timeout = setTimeout(go, patienceMs)
          waiting.add(go)
        })
      }
      return client !== null
    },
    since,
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
