import type { WebSocket } from 'ws'
import { openSession } from '@/server/api/credentials'
import type { Db } from '@/server/store/db'
import { findSession } from '@/server/store/session/session'
import type { Admission } from './authorise'
import { forward } from './pipe'
import { closeReason, refusals } from './refusal'

/** Where a connection hears that a session was ended; main.ts gives its hub. */
export interface SessionEnds {
  listen: (listener: { sessionEnded: (tokenHash: string) => void }) => () => void
}

interface Parts {
  client: WebSocket
  upstream: WebSocket
  admission: Admission
  hub: SessionEnds
  db: Db
}

const checkMs = 60_000
/** A client that does not answer the closing handshake is cut off. */
const closeMs = 2_000

/** The agent's own codes go on to the browser as they are; anything else it ends with means that the console is gone. */
const knownCodes = new Set<number>(Object.values(refusals).map(r => r.code))

/** One open console: both sockets, tied together and to the session. */
export class Connection {
  private readonly stops: (() => void)[] = []
  private typed = false
  private ended = false
  private told: (code: number) => void = () => {}

  constructor(private readonly parts: Parts) {}

  whenClosed(told: (code: number) => void): void {
    this.told = told
  }

  start(): void {
    const { client, upstream, hub, admission } = this.parts
    forward(client, upstream, () => (this.typed = true))
    forward(upstream, client, () => {})
    client.on('close', () => this.end(1000, ''))
    upstream.on('close', (code, reason) => (knownCodes.has(code) ? this.end(code, reason.toString()) : this.end(refusals.gone.code, 'The host has ended the console.')))
    this.stops.push(hub.listen({ sessionEnded: hash => hash === admission.session.tokenHash && this.endSession() }))
    const timer = setInterval(() => void this.check(), checkMs)
    this.stops.push(() => clearInterval(timer))
    if (client.readyState !== client.OPEN) return this.end(1000, '')
    client.resume()
    upstream.resume()
  }

  /** Typing is use of the session and prolongs it; merely looking does not. */
  private async check(): Promise<void> {
    const { db, admission } = this.parts
    const now = new Date()
    try {
      const alive = this.typed ? await openSession(db, admission.credentials, now) : await findSession(db, admission.session.tokenHash, now)
      this.typed = false
      if (!alive) this.endSession()
    } catch {
      // The database is down: the console stays and is looked at again later.
    }
  }

  private endSession(): void {
    this.end(refusals.noSession.code, 'Your session has ended.')
  }

  end(code: number, reason: string): void {
    if (this.ended) return
    this.ended = true
    const { client, upstream } = this.parts
    for (const stop of this.stops) stop()
    if (client.readyState === client.OPEN) client.close(code, closeReason(reason))
    // Frames that wait for a slow reader must not hold the close back.
    client.resume()
    upstream.close()
    setTimeout(() => {
      client.terminate()
      upstream.terminate()
    }, closeMs).unref()
    this.told(code)
  }
}
