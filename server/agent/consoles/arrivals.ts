/** Bytes as they come, taken off by number. */
export class Arrivals {
  private held = Buffer.alloc(0)
  private waiting: { count: number; resolve: (bytes: Buffer) => void } | null = null

  /** `part` may be used again for what is read next. */
  readonly push = (part: Buffer): void => {
    this.held = Buffer.concat([this.held, part])
    this.serve()
  }

  /** One question at a time. Rejects when `signal` says so. */
  take(count: number, signal: AbortSignal): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const stop = (): void => reject(signal.reason as Error)
      if (signal.aborted) return stop()
      signal.addEventListener('abort', stop, { once: true })
      this.waiting = {
        count,
        resolve: (bytes) => {
          signal.removeEventListener('abort', stop)
          resolve(bytes)
        },
      }
      this.serve()
    })
  }

  private serve(): void {
    if (!this.waiting || this.held.length < this.waiting.count) return
    const { count, resolve } = this.waiting
    this.waiting = null
    const bytes = Buffer.from(this.held.subarray(0, count))
    this.held = this.held.subarray(count)
    resolve(bytes)
  }
}
