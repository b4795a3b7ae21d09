import type { QueryClient } from '@tanstack/react-query'
import type { Change } from '@/server/contract/api/activity'
import { client } from './client'
import { useConnection } from './connection'
import { affectedBy, samplePauseMs, type Affected } from './invalidation'
import { asProblem, isSessionLost } from './problem'
import { Refresher } from './refresher'
import { useSessionState } from './sessionState'
import { shareStream } from './streamShare'

const backOffMs = [500, 1000, 2000, 4000, 8000, 15_000]

function parse(data: string): Change | null {
  const value: unknown = JSON.parse(data)
  if (typeof value !== 'object' || value === null || !('topic' in value) || !('id' in value)) return null
  return { seq: 'seq' in value ? String(value.seq) : '', topic: String(value.topic), id: String(value.id) }
}

/** Gathers changes: those of objects per animation frame, statistics per `samplePauseMs`. */
function gather(refresher: Refresher): { receive: (change: Change) => void; stop: () => void } {
  let pending: Affected[] = []
  let samples: Affected[] = []
  let sampleTimer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    refresher.refresh(pending)
    pending = []
  }
  const flushSamples = () => {
    sampleTimer = undefined
    refresher.refresh(samples)
    samples = []
  }
  return {
    stop: () => clearTimeout(sampleTimer),
    receive: change => {
      if (change.topic === 'host-samples') {
        samples.push(...affectedBy(change))
        sampleTimer ??= setTimeout(flushSamples, samplePauseMs)
        return
      }
      // A hidden tab gets no animation frames; its title and the job count shall still be right.
      if (pending.length === 0) (document.hidden ? setTimeout : requestAnimationFrame)(flush)
      pending.push(...affectedBy(change))
    },
  }
}

/** What is wrong, when something is: EventSource doesn't tell why it failed, the health call does. */
async function diagnose(): Promise<'well' | 'session' | 'manager' | 'database'> {
  try {
    const health = await client.system.health()
    if (health.database === 'down') return 'database'
    await client.session.get()
    return 'well'
  } catch (error) {
    if (isSessionLost(error)) return 'session'
    return asProblem(error).code === 'DATABASE_DOWN' ? 'database' : 'manager'
  }
}

const laterOf = (one: string, other: string): string => (one === '' || (other !== '' && BigInt(other) > BigInt(one)) ? other : one)

/**
 * The browser's one connection to GET /api/v1/changes, which this tab holds or hears of. Each change asks again for just the queries
 * it concerns. After a gap, or when manager and database are back, everything on the page is asked for again: changes of that time are
 * unknown. A tab that takes the stream over goes on after the last change it heard of, so nothing is asked in vain.
 * @returns stops it
 */
export function watchChanges(queries: QueryClient): () => void {
  const gathered = gather(new Refresher(queries))
  let source: EventSource | null = null
  let holding = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let last = ''
  let stopped = false

  /** @param blind the stream does not tell what happened before it opened */
  const well = (blind = false) => {
    const gap = failures > 0
    failures = 0
    clearTimeout(timer)
    useConnection.getState().opened()
    if (gap) void queries.invalidateQueries()
    else if (blind) void queries.invalidateQueries({ predicate: ({ state }) => state.dataUpdatedAt > 0 && state.fetchStatus === 'idle' })
  }
  const receive = (data: string) => {
    const change = parse(data)
    if (!change) return
    last = laterOf(last, change.seq)
    gathered.receive(change)
  }
  const broken = () => {
    useConnection.getState().closed()
    void recover()
  }
  const connect = () => {
    source?.close()
    // A tab that only hears asks the holder, who answers with `open` once it is.
    if (!holding) return share.tell({ kind: 'asked' })
    // After a failure all is asked again anyway.
    const after = failures === 0 ? last : ''
    const opened = new EventSource(after === '' ? '/api/v1/changes' : `/api/v1/changes?after=${after}`)
    source = opened
    opened.onopen = () => {
      well(after === '')
      share.tell({ kind: 'open' })
    }
    opened.addEventListener('change', (event: MessageEvent<string>) => {
      receive(event.data)
      share.tell({ kind: 'change', data: event.data })
    })
    opened.addEventListener('reset', () => {
      void queries.invalidateQueries()
      share.tell({ kind: 'reset' })
    })
    opened.onerror = () => {
      opened.close()
      share.tell({ kind: 'closed' })
      broken()
    }
  }
  const later = () => {
    timer = setTimeout(() => void recover(), backOffMs[Math.min(failures, backOffMs.length) - 1])
  }
  const recover = async () => {
    clearTimeout(timer)
    failures += 1
    const found = await diagnose()
    if (stopped) return
    if (found === 'session') useSessionState.getState().lose()
    else if (found !== 'well') useConnection.getState().trouble(found)
    if (found !== 'well') return later()
    if (useConnection.getState().stream === 'open') return well()
    // The stream is closed though all is well: the next try follows at once, later ones with growing pauses.
    if (failures === 1) return connect()
    timer = setTimeout(connect, backOffMs[Math.min(failures, backOffMs.length) - 1])
  }
  const answer = () => {
    if (source?.readyState === EventSource.OPEN) share.tell({ kind: 'open' })
    // A tab that asks knows something new: that one is logged in again, say.
    else if (source?.readyState !== EventSource.CONNECTING) void recover()
  }
  const share = shareStream({
    hold: () => {
      holding = true
      connect()
    },
    letGo: () => {
      holding = false
      source?.close()
    },
    hear: news => {
      if (news.kind === 'asked') answer()
      else if (news.kind === 'open') well()
      else if (news.kind === 'closed') broken()
      else if (news.kind === 'reset') void queries.invalidateQueries()
      else receive(news.data)
    },
  })
  // A call of the page may notice an outage while the stream is still open (the database is down): then ask until it is back.
  const unsubscribe = useConnection.subscribe((now, before) => {
    if (now.lost && !before.lost && now.stream === 'open') void recover()
  })
  // Logged in again: at once, not after the pause that has grown meanwhile.
  const unsubscribeSession = useSessionState.subscribe((now, before) => {
    if (before.lost && !now.lost && useConnection.getState().stream !== 'open') void recover()
  })
  return () => {
    stopped = true
    unsubscribe()
    unsubscribeSession()
    share.stop()
    source?.close()
    clearTimeout(timer)
    gathered.stop()
  }
}
