import type { QueryClient } from '@tanstack/react-query'
import type { Change } from '@/server/contract/api/activity'
import { client } from './client'
import { useConnection } from './connection'
import { affectedBy, samplePauseMs, type Affected } from './invalidation'
import { asProblem, isSessionLost } from './problem'
import { Refresher } from './refresher'
import { useSessionState } from './sessionState'

const backOffMs = [500, 1000, 2000, 4000, 8000, 15_000]

function parse(data: string): Change | null {
  const value: unknown = JSON.parse(data)
  if (typeof value !== 'object' || value === null || !('topic' in value) || !('id' in value)) return null
  return { seq: 'seq' in value ? String(value.seq) : '', topic: String(value.topic), id: String(value.id) }
}

/** Gathers changes: those of objects per animation frame, statistics per `samplePauseMs`. */
function gather(refresher: Refresher): { receive: (event: MessageEvent<string>) => void; stop: () => void } {
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
    receive: event => {
      const change = parse(event.data)
      if (!change) return
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

/**
 * The tab's one connection to GET /api/v1/changes. Each change asks again for just the queries it concerns. After a gap, or
 * when manager and database are back, everything on the page is asked for again: changes of that time are unknown.
 * @returns stops it
 */
export function watchChanges(queries: QueryClient): () => void {
  const gathered = gather(new Refresher(queries))
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let stopped = false

  const well = () => {
    const gap = failures > 0
    failures = 0
    useConnection.getState().opened()
    if (gap) void queries.invalidateQueries()
  }
  const connect = () => {
    source?.close()
    source = new EventSource('/api/v1/changes')
    source.onopen = well
    source.onmessage = gathered.receive
    source.addEventListener('change', gathered.receive)
    source.onerror = () => {
      source?.close()
      useConnection.getState().closed()
      void recover()
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
  connect()
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
    source?.close()
    clearTimeout(timer)
    gathered.stop()
  }
}
