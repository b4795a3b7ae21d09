/**
 * At most `size` holders at a time, the others wait in line. libvirtd works on five calls of a client at once (max_client_requests)
 * and then stops reading from it, keepalive included; so calls of minutes must never take all five.
 */
export class Places {
  private taken = 0
  private readonly line: (() => void)[] = []

  constructor(private readonly size: number) {}

  /** Resolves when it is our turn; call the returned function once to leave. Error: the signal's reason. */
  async enter(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted()
    if (this.taken < this.size) this.taken++
    else await this.wait(signal)
    let left = false
    return () => {
      if (left) return
      left = true
      const next = this.line.shift()
      if (next) next()
      else this.taken--
    }
  }

  private wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onTurn = (): void => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }
      const onAbort = (): void => {
        this.line.splice(this.line.indexOf(onTurn), 1)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.line.push(onTurn)
    })
  }
}
