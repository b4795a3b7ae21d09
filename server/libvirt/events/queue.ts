import { ConnectionLostError } from '@/server/libvirt/rpc/errors'

/** Events between the connection that brings them and a `for await` that takes them. Nothing is dropped: who subscribes reads. */
export class EventQueue<Event> implements AsyncIterableIterator<Event> {
  onEnd: () => void = () => undefined
  private readonly events: Event[] = []
  private waiting: { resolve(result: IteratorResult<Event>): void; reject(error: Error): void } | undefined
  private over: { error?: Error } | undefined

  push(event: Event): void {
    if (this.over) return
    if (this.waiting) this.settle()?.resolve({ value: event, done: false })
    else this.events.push(event)
  }

  end(): void {
    this.finish({})
  }

  lost(cause: Error | undefined): void {
    this.finish({ error: new ConnectionLostError('the connection to libvirt was lost: no more events', { cause }) })
  }

  next(): Promise<IteratorResult<Event>> {
    const event = this.events.shift()
    if (event !== undefined) return Promise.resolve({ value: event, done: false })
    if (this.over?.error) return Promise.reject(this.over.error)
    if (this.over) return Promise.resolve({ value: undefined, done: true })
    return new Promise((resolve, reject) => (this.waiting = { resolve, reject }))
  }

  return(): Promise<IteratorResult<Event>> {
    this.end()
    this.events.length = 0
    return Promise.resolve({ value: undefined, done: true })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  private finish(how: { error?: Error }): void {
    if (this.over) return
    this.over = how
    const waiting = this.settle()
    if (how.error) waiting?.reject(how.error)
    else waiting?.resolve({ value: undefined, done: true })
    this.onEnd()
  }

  private settle(): typeof this.waiting {
    const waiting = this.waiting
    this.waiting = undefined
    return waiting
  }
}
