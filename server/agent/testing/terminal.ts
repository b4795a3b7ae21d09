import { once } from 'node:events'
import type { WebSocket } from 'ws'

/** A serial console to talk to, over an open or opening WebSocket. */
export class Terminal {
  private said = ''

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => (this.said += data.toString('latin1')))
  }

  type(text: string): void {
    this.socket.send(Buffer.from(text))
  }

  /** Waits until what was said so far fits; it is forgotten then. Rejects when the console closes, or is closed. */
  async until(pattern: RegExp): Promise<string> {
    const waiting = new AbortController()
    const { signal } = waiting
    const closed = once(this.socket, 'close', { signal }).then(([code, reason]) => {
      throw new Error(`console closed with ${String(code)} ${String(reason)} after ${JSON.stringify(this.said.slice(-500))}`)
    })
    closed.catch(() => undefined)
    if (this.socket.readyState > this.socket.OPEN) throw new Error('the console is closed')
    while (!pattern.test(this.said)) await Promise.race([once(this.socket, 'message', { signal }), closed])
    waiting.abort()
    const { said } = this
    this.said = ''
    return said
  }
}
