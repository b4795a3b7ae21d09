import { Duplex } from 'node:stream'
import type { DuplexOptions } from 'node:stream'
import { struct } from '@/server/libvirt/xdr/compose'
import { signedQuantity, uint } from '@/server/libvirt/xdr/primitives'
import { Reader } from '@/server/libvirt/xdr/reader'
import { Backlog } from './backlog'
import { LibvirtError } from './libvirtError'
import type { Link } from './link'
import type { StreamKind } from './procedure'
import { MAX_STREAM_PAYLOAD, MessageType, Status } from './wire'
import type { Packet } from './wire'

/** A run of zeros in a sparse stream, in bytes. */
export interface Hole {
  readonly hole: number
}

export interface StreamOptions extends StreamKind {
  readonly name: string
  readonly program: number
  readonly procedure: number
  readonly serial: number
  /** Received and unread bytes after which the whole connection stops reading. */
  readonly backlogBytes: number
  /** How long a destroyed stream waits for the server to confirm. */
  readonly confirmMs: number
  readonly onOver: () => void
}

const holeCodec = struct({ length: signedQuantity, flags: uint })
const HIGH_WATER_BYTES = 256 * 1024
const HIGH_WATER_ITEMS = 4

/** Node's types do not know `readable` and `writable` here, Node does: without them a one-way stream would never be over. */
function duplexOptions({ direction, sparse = false }: StreamKind): DuplexOptions & { readable: boolean; writable: boolean } {
  return {
    readable: direction !== 'write',
    writable: direction !== 'read',
    allowHalfOpen: false,
    objectMode: sparse,
    highWaterMark: sparse ? HIGH_WATER_ITEMS : HIGH_WATER_BYTES,
  }
}

/**
 * One libvirt stream as a Node Duplex (only readable or only writable where the procedure goes one way). Chunks are Buffers; in a
 * sparse stream also `{hole: bytes}`, in both directions. `end()` finishes: 'finish' means that libvirt has confirmed. `destroy()`
 * aborts: 'close' comes when libvirt has let go. Errors: LibvirtError, ConnectionLostError.
 */
export class RpcStream<Reply = unknown> extends Duplex {
  /** What the procedure answered when the stream was opened. */
  reply!: Reply
  private readonly backlog = new Backlog<Buffer | Hole | null>()
  private wanted = false
  private over = false
  private onOver: ((error?: Error) => void) | undefined

  constructor(
    private readonly link: Link,
    private readonly options: StreamOptions,
  ) {
    super(duplexOptions(options))
  }

  /** A packet for this stream. */
  receive(packet: Packet): void {
    if (packet.status === Status.ERROR) return this.finished(LibvirtError.decode(packet.payload, this.options.name))
    if (packet.status === Status.OK) return this.finished()
    if (packet.type === MessageType.STREAM_HOLE) return this.offer({ hole: holeCodec.decode(new Reader(packet.payload)).length }, 0)
    if (packet.payload.length > 0) return this.offer(packet.payload, packet.payload.length)
    // No payload: the server has no more data. It expects us to finish; a stream of both directions does so by its own end().
    if (this.options.direction === 'read') this.send(Status.OK)
    else this.offer(null, 0)
  }

  /** The connection is gone: there is nobody left to confirm anything. */
  lost(error: Error): void {
    this.finished(error)
  }

  override _read(): void {
    this.wanted = true
    while (this.wanted && !this.backlog.empty) this.wanted = this.push(this.backlog.next())
    if (this.backlog.bytes <= this.options.backlogBytes / 2) this.link.release(this)
  }

  override _write(chunk: Buffer | Hole, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    if (chunk instanceof Uint8Array) return this.sendFrom(chunk, 0, callback)
    try {
      this.link.send({ ...this.header(Status.CONTINUE), type: MessageType.STREAM_HOLE }, (writer) => holeCodec.encode(writer, { length: chunk.hole, flags: 0 }))
      callback()
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)))
    }
  }

  override _final(callback: (error?: Error | null) => void): void {
    if (this.over) return callback()
    this.onOver = callback
    this.send(Status.OK)
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.backlog.clear()
    this.link.release(this)
    if (this.over || this.link.closed) {
      this.leave()
      return callback(error)
    }
    const timer = setTimeout(() => this.finished(), this.options.confirmMs).unref()
    this.onOver = () => {
      clearTimeout(timer)
      callback(error)
    }
    this.send(Status.ERROR)
  }

  private offer(item: Buffer | Hole | null, bytes: number): void {
    if (this.destroyed || this.options.direction === 'write') return
    if (this.wanted && this.backlog.empty) {
      this.wanted = this.push(item)
      return
    }
    this.backlog.add(item, bytes)
    if (this.backlog.bytes > this.options.backlogBytes) this.link.hold(this)
  }

  private finished(error?: Error): void {
    if (this.over) return
    this.leave()
    const onOver = this.onOver
    this.onOver = undefined
    onOver?.(error)
    if (this.destroyed) return
    if (error && !onOver) this.destroy(error)
    else if (!error) this.offer(null, 0)
  }

  private leave(): void {
    this.over = true
    this.options.onOver()
  }

  private sendFrom(chunk: Uint8Array, offset: number, callback: (error?: Error | null) => void): void {
    const part = chunk.subarray(offset, offset + MAX_STREAM_PAYLOAD)
    // An empty packet would mean the end of the data.
    if (part.length === 0) return callback()
    this.link.sendData(this.header(Status.CONTINUE), part, (error) => {
      if (error || this.destroyed) callback(error)
      else this.sendFrom(chunk, offset + part.length, callback)
    })
  }

  private send(status: number): void {
    if (!this.link.closed) this.link.send(this.header(status))
  }

  private header(status: number): { program: number; procedure: number; type: number; serial: number; status: number } {
    const { program, procedure, serial } = this.options
    return { program, procedure, type: MessageType.STREAM, serial, status }
  }
}
