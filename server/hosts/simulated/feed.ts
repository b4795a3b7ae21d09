import type { AgentEvent } from '@/server/contract/agent/event'

const aliveEveryMs = 5_000

/** The event stream of a simulated host: each watcher first gets a snapshot, then everything that is told. */
export interface Feed {
  tell: (event: AgentEvent) => void
  watch: (snapshot: () => AgentEvent, signal: AbortSignal | undefined) => AsyncGenerator<AgentEvent, void>
  /** Ends every watcher with this error, as a lost connection does. */
  cut: (error: Error) => void
}

interface Watcher {
  queue: AgentEvent[]
  wake: () => void
  error: Error | null
}

export const createFeed = (): Feed => {
  const watchers = new Set<Watcher>()

  async function* watch(snapshot: () => AgentEvent, signal: AbortSignal | undefined): AsyncGenerator<AgentEvent, void> {
    const watcher: Watcher = { queue: [snapshot()], wake: () => undefined, error: null }
    watchers.add(watcher)
    const onAbort = () => watcher.wake()
    signal?.addEventListener('abort', onAbort, { once: true })
    const alive = setInterval(() => {
      watcher.queue.push({ type: 'alive', at: Date.now() })
      watcher.wake()
    }, aliveEveryMs)
    try {
      while (!signal?.aborted) {
        const event = watcher.queue.shift()
        if (event) {
          yield event
          continue
        }
        if (watcher.error) throw watcher.error
        await new Promise<void>(resolve => { watcher.wake = resolve })
      }
    } finally {
      clearInterval(alive)
      signal?.removeEventListener('abort', onAbort)
      watchers.delete(watcher)
    }
  }

  return {
    watch,
    tell: event => {
      for (const watcher of watchers) {
        watcher.queue.push(structuredClone(event))
        watcher.wake()
      }
    },
    cut: error => {
      for (const watcher of watchers) {
        watcher.error = error
        watcher.queue.length = 0
        watcher.wake()
      }
    },
  }
}
