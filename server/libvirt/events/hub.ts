import { decodeAll } from '@/server/libvirt/xdr/codec'
import { Reader } from '@/server/libvirt/xdr/reader'
import type { Channel } from '@/server/libvirt/rpc/channel'
import type { Packet } from '@/server/libvirt/rpc/wire'
import { bind } from '@/server/libvirt/procedures/bind'
import type { Bound } from '@/server/libvirt/procedures/bind'
import { families } from './families'
import type { EventKind, EventOf, Family, LibvirtEvent } from './families'
import { EventQueue } from './queue'

type Listener = (event: LibvirtEvent) => void
/** Ends the subscription. Resolves when libvirt has been told; never rejects (a lost connection ends it just as well). */
export type Unlisten = () => Promise<void>

interface Source {
  readonly kind: EventKind
  readonly eventId: number
  readonly message: number
  readonly decode: (packet: Packet) => LibvirtEvent
  readonly procedures: Bound<Pick<Family, 'register' | 'deregister'>>
  readonly listeners: Set<Listener>
  /** What was last asked of libvirt for this kind; the next request waits for it, so that no event ever comes twice. */
  last: Promise<number | undefined>
}

/** Typed events of one connection. Each kind is registered with libvirt while somebody listens to it. */
export class Events {
  private readonly sources = new Map<string, Source>()
  private readonly byMessage = new Map<string, Source>()

  constructor(private readonly channel: Channel) {
    for (const { events, program, ...pair } of families) {
      const procedures = bind(channel, 'events', pair)
      for (const [kind, row] of Object.entries(events)) {
        const decode = (packet: Packet): LibvirtEvent => ({ kind, ...(decodeAll(row.codec, new Reader(packet.payload)) as object) }) as LibvirtEvent
        const source: Source = { kind: kind as EventKind, ...row, decode, procedures, listeners: new Set(), last: Promise.resolve(undefined) }
        this.sources.set(kind, source)
        this.byMessage.set(`${program} ${row.message}`, source)
      }
    }
    channel.listen((packet) => this.receive(packet))
  }

  /**
   * Calls `listener` for every event of these kinds, in libvirt's order; an event may arrive before the reply of the call that caused it.
   * Resolves when libvirt has confirmed, so nothing that happens afterwards is missed. Errors: as of any call.
   */
  async listen<K extends EventKind>(kinds: K | readonly K[], listener: (event: EventOf<K>) => void): Promise<Unlisten> {
    // A wrapper of its own, so that the same function can listen twice.
    const own: Listener = (event) => listener(event as EventOf<K>)
    const sources = [kinds].flat().map((kind) => this.source(kind as string))
    const unlisten = async (): Promise<void> => void (await Promise.all(sources.map((source) => this.remove(source, own))))
    try {
      await Promise.all(sources.map((source) => this.add(source, own)))
      return unlisten
    } catch (error) {
      await unlisten()
      throw error
    }
  }

  /** The same for `for await`; leaving the loop or the signal ends it. A lost connection ends it with ConnectionLostError. */
  async subscribe<K extends EventKind>(kinds: K | readonly K[], { signal }: { signal?: AbortSignal } = {}): Promise<AsyncIterableIterator<EventOf<K>>> {
    const queue = new EventQueue<EventOf<K>>()
    const unlisten = await this.listen(kinds, (event) => queue.push(event))
    queue.onEnd = () => void unlisten()
    signal?.addEventListener('abort', () => queue.end(), { once: true })
    if (signal?.aborted) queue.end()
    void this.channel.closed.then((reason) => queue.lost(reason))
    return queue
  }

  private source(kind: string): Source {
    const source = this.sources.get(kind)
    if (!source) throw new TypeError(`'${kind}' is not an event of libvirt`)
    return source
  }

  private async add(source: Source, listener: Listener): Promise<void> {
    source.listeners.add(listener)
    if (source.listeners.size === 1) {
      source.last = source.last.then(
        () => source.procedures.register({ eventId: source.eventId }),
        () => source.procedures.register({ eventId: source.eventId }),
      )
    }
    await source.last
  }

  private async remove(source: Source, listener: Listener): Promise<void> {
    if (!source.listeners.delete(listener) || source.listeners.size > 0) return
    source.last = source.last.then(
      async (callbackId) => {
        if (callbackId !== undefined && !this.channel.isClosed) await source.procedures.deregister({ callbackId })
        return undefined
      },
      () => undefined,
    )
    await source.last.catch(() => undefined)
  }

  private receive(packet: Packet): void {
    const source = this.byMessage.get(`${packet.program} ${packet.procedure}`)
    if (!source || source.listeners.size === 0) return
    const event = source.decode(packet)
    // Whoever a listener adds hears the next event first.
    const now = [...source.listeners]
    for (const listener of now) {
      try {
        listener(event)
      } catch (error) {
        // A listener's bug is not the connection's: it surfaces as any uncaught exception does, apart from the packets that follow.
        process.nextTick(() => {
          throw error
        })
      }
    }
  }
}
