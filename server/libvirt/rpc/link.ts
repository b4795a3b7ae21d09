import type { Socket } from 'node:net'
import { Writer } from '@/server/libvirt/xdr/writer'
import { ConnectionLostError } from './errors'
import { Framing, writePacket } from './framing'
import type { Header, Packet } from './wire'

export type OutgoingHeader = Omit<Header, 'version'>

interface LinkEvents {
  onPacket(packet: Packet): void
  /** Once, when the link is over; `reason` is undefined when we closed it ourselves. */
  onClose(reason: Error | undefined): void
}

/**
 * Packets over one socket. Packets sent in the same turn of the event loop leave in one system call; reading can be held back
 * by whoever cannot take more data (streams), as the protocol has no windows of its own.
 */
export class Link {
  private readonly writer = new Writer()
  private readonly framing = new Framing()
  private readonly holders = new Set<object>()
  private flushing = false
  private over = false
  /** Bytes or packets of any kind seen since the flag was last cleared: the keepalive's evidence of life. */
  heard = true

  constructor(
    private readonly socket: Socket,
    private readonly events: LinkEvents,
  ) {
    socket.on('data', (chunk: Buffer) => this.receive(chunk))
    socket.on('error', (error) => this.close(error))
    socket.on('close', () => this.close(new Error('libvirtd closed the connection')))
  }

  get closed(): boolean {
    return this.over
  }

  /** True while a stream's reader is too slow and nothing is read from the socket. */
  get held(): boolean {
    return this.holders.size > 0
  }

  /** Queues a packet. Throws (XdrError, ProtocolError) if `body` cannot be encoded: then nothing is sent. */
  send(header: OutgoingHeader, body?: (writer: Writer) => void): void {
    if (this.over) throw new ConnectionLostError('the connection to libvirt is closed')
    writePacket(this.writer, header, body)
    if (this.flushing) return
    this.flushing = true
    process.nextTick(() => this.flush())
  }

  /** Sends a packet whose payload is not copied; `done` is called when the operating system has taken it. */
  sendData(header: OutgoingHeader, payload: Uint8Array, done: (error?: Error | null) => void): void {
    if (this.over) return done(new ConnectionLostError('the connection to libvirt is closed'))
    writePacket(this.writer, header, undefined, payload.length)
    this.socket.cork()
    this.flush()
    this.socket.write(payload, done)
    this.socket.uncork()
  }

  hold(holder: object): void {
    this.holders.add(holder)
    this.socket.pause()
  }

  release(holder: object): void {
    if (this.holders.delete(holder) && this.holders.size === 0 && !this.over) this.socket.resume()
  }

  /** Ends the link. With a reason the socket is cut; without, what was sent still goes out. */
  close(reason?: Error): void {
    if (this.over) return
    if (reason === undefined) this.flush()
    this.over = true
    if (reason === undefined) this.socket.end()
    else this.socket.destroy()
    this.socket.resume()
    this.events.onClose(reason)
  }

  private receive(chunk: Buffer): void {
    if (this.over) return
    this.heard = true
    try {
      this.framing.push(chunk, (packet) => {
        if (!this.over) this.events.onPacket(packet)
      })
    } catch (error) {
      this.close(error instanceof Error ? error : new Error(String(error)))
    }
  }

  private flush(): void {
    this.flushing = false
    if (this.writer.length > 0 && !this.socket.destroyed) this.socket.write(this.writer.take())
  }
}
