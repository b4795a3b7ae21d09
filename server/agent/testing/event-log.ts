import type { AgentEvent } from '@/server/contract/agent/event'
import type { AgentClient } from './client'

type Kind = AgentEvent['type']
type Of<K extends Kind> = Extract<AgentEvent, { type: K }>

/** Everything one event stream has brought, and a way to wait for more. */
export class EventLog implements AsyncDisposable {
  readonly events: AgentEvent[] = []
  private readonly abort = new AbortController()
  private waiting: (() => void)[] = []
  private ended: Error | null = null
  private reading: Promise<void> = Promise.resolve()

  /** Opens the stream; resolves with the first event, a snapshot. */
  static async open(client: AgentClient): Promise<EventLog> {
    const log = new EventLog()
    const stream = await client.host.watch(undefined, { signal: log.abort.signal })
    log.reading = log.read(stream)
    await log.next('snapshot')
    return log
  }

  /** The first event from position `from` on that fits; waits for it. Rejects when the stream ends, or after 30 s. */
  async next<K extends Kind>(type: K, fits: (event: Of<K>) => boolean = () => true, from = 0): Promise<Of<K>> {
    const deadline = Date.now() + 30_000
    for (let at = from; ; at++) {
      while (at >= this.events.length) {
        if (this.ended) throw this.ended
        await this.more(deadline, type)
      }
      const event = this.events[at]
      if (event?.type === type && fits(event as Of<K>)) return event as Of<K>
    }
  }

  /** Position after the last event so far: `next` with it waits for what is yet to come. */
  get mark(): number {
    return this.events.length
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort.abort()
    await this.reading
  }

  private more(deadline: number, type: Kind): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no such ${type} event; there were ${JSON.stringify(this.events.slice(-8)).slice(0, 2000)}`)),
        deadline - Date.now(),
      )
      this.waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  private async read(stream: AsyncIterable<AgentEvent>): Promise<void> {
    try {
      for await (const event of stream) {
        this.events.push(event)
        this.wake()
      }
      this.ended = new Error('the event stream ended')
    } catch (error) {
      this.ended = error instanceof Error ? error : new Error(String(error))
    }
    this.wake()
  }

  private wake(): void {
    const waiting = this.waiting
    this.waiting = []
    for (const resume of waiting) resume()
  }
}
