import type { AgentEvent } from '@/server/contract/agent/event'

type Change = Exclude<AgentEvent, { type: 'snapshot' | 'alive' }> | { type: 'resnapshot' }

/** One reader of the stream: events wait here until it takes them. */
class Reader {
  private readonly waiting: Change[] = []
  private wake: () => void = () => undefined

  push(change: Change): void {
    // Figures that were not fetched in time are of no use; the newest ones replace them.
    if (change.type === 'stats') {
      const at = this.waiting.findIndex(({ type }) => type === 'stats')
      if (at >= 0) this.waiting.splice(at, 1)
    }
    this.waiting.push(change)
    this.wake()
  }

  /** The next change, or null when none came within `timeoutMs` or the signal ended the wait. */
  async next(timeoutMs: number, signal: AbortSignal | undefined): Promise<Change | null> {
    if (this.waiting.length === 0 && !signal?.aborted) {
      await new Promise<void>((resolve) => {
        // However the wait ends, the signal, which lives as long as the stream, must not keep it.
        const done = () => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', done)
          resolve()
        }
        const timer = setTimeout(done, timeoutMs)
        this.wake = done
        signal?.addEventListener('abort', done, { once: true })
      })
    }
    return this.waiting.shift() ?? null
  }
}

export interface WatchOptions {
  /** Everything as it is now. */
  snapshot: () => Promise<AgentEvent & { type: 'snapshot' }>
  now: () => number
  aliveMs?: number
  signal?: AbortSignal
}

/** Hands each change to every manager that watches. */
export class Feed {
  private readonly readers = new Set<Reader>()

  push(change: Change): void {
    for (const reader of this.readers) reader.push(change)
  }

  /**
   * A stream that begins with a snapshot. The reader is there before the snapshot is taken, so a change in between comes
   * after it, perhaps once more than needed, but never not at all.
   */
  async *watch({ snapshot, now, aliveMs = 5000, signal }: WatchOptions): AsyncGenerator<AgentEvent, void> {
    const reader = new Reader()
    this.readers.add(reader)
    try {
      yield await snapshot()
      while (!signal?.aborted) {
        const change = await reader.next(aliveMs, signal)
        if (signal?.aborted) return
        if (change === null) yield { type: 'alive', at: now() }
        else yield change.type === 'resnapshot' ? await snapshot() : change
      }
    } finally {
      this.readers.delete(reader)
    }
  }
}
