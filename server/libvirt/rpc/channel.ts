import type { Socket } from 'node:net'
import { addAbortSignal } from 'node:stream'
import { Calls } from './calls'
import type { ExpectOptions } from './calls'
import { ConnectionLostError, ProtocolError } from './errors'
import { Keepalive } from './keepalive'
import type { KeepaliveOptions } from './keepalive'
import { Link } from './link'
import { Places } from './places'
import type { CallOptions, CallSpec, EncodeArgs, StreamKind } from './procedure'
import { RpcStream } from './stream'
import { within } from './within'
import { MessageType, Program, Status } from './wire'
import type { Packet } from './wire'

export interface ChannelOptions {
  keepalive: KeepaliveOptions
  callTimeoutMs: number
  longCallTimeoutMs: number
  streamBacklogBytes: number
}

export type MessageListener = (packet: Packet) => void

/** libvirtd's default max_client_requests is 5; one place stays free for everything that is quick. */
const LONG_CALLS = 4

/** Calls, streams and events over one connection. Which procedures exist is not its business. */
export class Channel {
  /** Resolves when the connection is over: with the reason, or undefined after our own `close`. */
  readonly closed: Promise<Error | undefined>
  private readonly link: Link
  private readonly calls = new Calls()
  private readonly streams = new Map<number, RpcStream>()
  private readonly keepalive: Keepalive
  private readonly longCalls = new Places(LONG_CALLS)
  private readonly listeners = new Set<MessageListener>()

  constructor(
    socket: Socket,
    private readonly options: ChannelOptions,
  ) {
    let onClosed: (reason: Error | undefined) => void
    this.closed = new Promise((resolve) => (onClosed = resolve))
    this.link = new Link(socket, {
      onPacket: (packet) => this.dispatch(packet),
      onClose: (reason) => {
        this.keepalive.stop()
        this.calls.failAll(reason)
        this.loseStreams(new ConnectionLostError('the connection to libvirt was lost', { cause: reason }))
        onClosed(reason)
      },
    })
    this.keepalive = new Keepalive(this.link, options.keepalive)
  }

  get isClosed(): boolean {
    return this.link.closed
  }

  /** Open streams, for tests and diagnosis. */
  get openStreams(): number {
    return this.streams.size
  }

  /** Errors: LibvirtError, CallTimeoutError, ConnectionLostError, ProtocolError, XdrError (bad arguments), the signal's reason. */
  call<Result>(spec: CallSpec<Result>, args: EncodeArgs, options: CallOptions = {}): Promise<Result> {
    return spec.long ? this.longCall(spec, args, options) : this.start(spec, args, options)
  }

  /** Resolves when libvirt has accepted the call that opens the stream. */
  async openStream<Reply>(spec: CallSpec<Reply>, kind: StreamKind, args: EncodeArgs, options: CallOptions = {}): Promise<RpcStream<Reply>> {
    const serial = this.calls.nextSerial()
    const stream = new RpcStream<Reply>(this.link, {
      ...kind,
      name: spec.name,
      program: spec.program,
      procedure: spec.number,
      serial,
      backlogBytes: this.options.streamBacklogBytes,
      confirmMs: this.options.callTimeoutMs,
      onOver: () => this.streams.delete(serial),
    })
    // Data may follow the reply in the same segment, so the stream has to be known before.
    this.streams.set(serial, stream)
    const opening = this.send(serial, spec, args, {})
    try {
      stream.reply = await within(opening, { timeoutMs: options.timeoutMs ?? this.options.callTimeoutMs, signal: options.signal, what: spec.name })
    } catch (error) {
      stream.on('error', () => undefined)
      // libvirt knows a stream only once it has answered: whoever stopped waiting before lets go of it then.
      opening.then(() => stream.destroy(), (reason: Error) => stream.lost(reason))
      throw error
    }
    return options.signal ? addAbortSignal(options.signal, stream) : stream
  }

  /** Events: every MESSAGE packet goes to every listener. Returns the function that ends it. */
  listen(listener: MessageListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Ends all streams with `error`: a stalled one would keep even the reply to a farewell from being read. */
  loseStreams(error: Error): void {
    for (const stream of this.streams.values()) stream.lost(error)
  }

  /** Without a reason: an orderly end. With one: the connection is cut, and everything that waits fails with it as the cause. */
  close(reason?: Error): void {
    this.link.close(reason)
  }

  private async longCall<Result>(spec: CallSpec<Result>, args: EncodeArgs, options: CallOptions): Promise<Result> {
    const leave = await this.longCalls.enter(options.signal)
    try {
      return await this.start(spec, args, options)
    } finally {
      leave()
    }
  }

  private start<Result>(spec: CallSpec<Result>, args: EncodeArgs, { timeoutMs, signal }: CallOptions): Promise<Result> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    const limitMs = spec.long ? this.options.longCallTimeoutMs : this.options.callTimeoutMs
    return this.send(this.calls.nextSerial(), spec, args, { timeoutMs: timeoutMs ?? limitMs, signal })
  }

  private send<Result>(serial: number, spec: CallSpec<Result>, args: EncodeArgs, options: ExpectOptions): Promise<Result> {
    const reply = this.calls.expect(serial, spec, options)
    try {
      this.link.send({ program: spec.program, procedure: spec.number, type: MessageType.CALL, serial, status: Status.OK }, args)
    } catch (error) {
      this.calls.failOne(serial, error instanceof Error ? error : new Error(String(error)))
    }
    return reply
  }

  private dispatch(packet: Packet): void {
    if (packet.program === Program.KEEPALIVE) return this.keepalive.receive(packet)
    switch (packet.type) {
      case MessageType.REPLY:
        // An error in a stream's hole comes as a reply to the stream's serial.
        if (!this.calls.reply(packet) && packet.status === Status.ERROR) this.streams.get(packet.serial)?.receive(packet)
        return
      case MessageType.STREAM:
      case MessageType.STREAM_HOLE:
        // Unknown serials are data that was under way when the stream was given up.
        return this.streams.get(packet.serial)?.receive(packet)
      case MessageType.MESSAGE:
        for (const listener of this.listeners) listener(packet)
        return
      default:
        throw new ProtocolError(`message type ${packet.type} is not for clients`)
    }
  }
}
