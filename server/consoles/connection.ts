import type { Duplex } from 'node:stream'
import { openSession } from '@/server/api/credentials'
import type { Db } from '@/server/store/db'
import { findSession } from '@/server/store/session/session'
import type { Admission } from './authorise'
import { closeFrame, FrameWatcher } from './frames'
import type { Upstream } from './handshake'
import { refusals } from './refusal'

/** Where a connection hears that a session was ended; main.ts gives its hub. */
export interface SessionEnds {
  listen: (listener: { sessionEnded: (tokenHash: string) => void }) => () => void
}

interface Parts {
  /** The browser's connection, after the handshake; `early` is what it has already sent. */
  client: Duplex
  early: Buffer
  upstream: Upstream
  admission: Admission
  hub: SessionEnds
  db: Db
}

const checkMs = 60_000
/** So many bytes may wait for a slow reader before its writer is held up. Much less, and each piece waits until the one before has left. */
const mostWaiting = 256 * 1024
/** Who does not read, or does not answer the closing handshake, is cut off. */
const closeMs = 2_000

/**
 * One open console. Frames of the host go to the browser as they are, and the browser's to the host: neither side is a
 * proxy's own, both speak the same masked or unmasked form, so bytes are handed on without being looked at. Only where
 * frames end is watched, because a close frame of ours may stand nowhere else. A slow reader holds its writer up.
 */
export class Connection {
  private readonly stops: (() => void)[] = []
  private readonly watcher = new FrameWatcher()
  private typed = false
  private farewell: Buffer | null = null
  private told: () => void = () => {}

  constructor(private readonly parts: Parts) {}

  whenClosed(told: () => void): void {
    this.told = told
  }

  start(): void {
    const { client, early, upstream, hub, admission } = this.parts
    const host = upstream.socket
    client.on('data', (chunk: Buffer) => this.toHost(chunk))
    host.on('data', (chunk: Buffer) => this.toBrowser(chunk))
    client.on('drain', () => host.resume())
    host.on('drain', () => client.resume())
    // Sockets of an HTTP server stay half open by themselves; a browser that has ended its side is gone.
    client.on('end', () => this.finish())
    client.on('error', () => client.destroy())
    host.on('error', () => host.destroy())
    host.on('close', () => this.end(refusals.gone.code, 'The host has ended the console.'))
    client.on('close', () => this.finish())
    this.stops.push(hub.listen({ sessionEnded: hash => hash === admission.session.tokenHash && this.endSession() }))
    const timer = setInterval(() => void this.check(), checkMs)
    this.stops.push(() => clearInterval(timer))
    if (early.length > 0) this.toHost(early)
    if (upstream.head.length > 0) this.toBrowser(upstream.head)
    if (client.destroyed) this.finish()
  }

  private toHost(chunk: Buffer): void {
    this.typed = true
    if (!this.parts.upstream.socket.write(chunk)) this.parts.client.pause()
  }

  private toBrowser(chunk: Buffer): void {
    this.watcher.feed(chunk)
    this.parts.client.write(chunk)
    if (this.parts.client.writableLength > mostWaiting) this.parts.upstream.socket.pause()
    if (this.farewell && this.watcher.atBoundary) this.sayFarewell()
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

  /** Ends with this code, unless the host has already said its own. */
  end(code: number, reason: string): void {
    if (this.farewell || this.parts.client.destroyed) return
    this.farewell = closeFrame(code, reason)
    if (this.watcher.atBoundary || this.parts.upstream.socket.destroyed) this.sayFarewell()
    else this.parts.upstream.socket.resume()
    setTimeout(() => this.finish(), closeMs).unref()
  }

  private sayFarewell(): void {
    const { client, upstream } = this.parts
    if (this.farewell && this.watcher.atBoundary && !this.watcher.sawClose) client.write(this.farewell)
    client.end()
    client.resume()
    upstream.socket.destroy()
  }

  private finish(): void {
    this.parts.client.destroy()
    this.parts.upstream.socket.destroy()
    for (const stop of this.stops.splice(0)) stop()
    this.told()
    this.told = () => {}
  }
}
