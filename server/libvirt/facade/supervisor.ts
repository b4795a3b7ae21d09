import { ConnectionLostError } from '@/server/libvirt/rpc/errors'
import type { Target } from '@/server/libvirt/rpc/socket'
import { within } from '@/server/libvirt/rpc/within'
import type { EventKind, EventOf } from '@/server/libvirt/events/families'
import type { Unlisten } from '@/server/libvirt/events/hub'
import { backOffMs } from './backOff'
import type { BackOff } from './backOff'
import { connect } from './connect'
import type { ConnectOptions } from './connect'
import type { Libvirt } from './libvirt'
import { Observers } from './observers'

export interface SuperviseOptions extends Omit<ConnectOptions, 'signal'> {
  backOff?: Partial<BackOff>
}

export interface SupervisorEvents {
  /** A connection is open and all listeners are registered: read everything anew, for events were missed. */
  up: Libvirt
  /** The connection is gone, or an attempt failed; attempt number `attempt` to get it back follows in `retryMs`. */
  down: { error: Error; attempt: number; retryMs: number }
}

interface Wanted {
  readonly kinds: readonly EventKind[]
  readonly listener: (event: never) => void
  end?: Unlisten
}

const BACK_OFF: BackOff = { firstMs: 200, maxMs: 10_000, jitter: Math.random }

/** Keeps one connection to libvirt open: reconnects with back-off, and registers event listeners again on each new connection. */
export class Supervisor implements AsyncDisposable {
  private readonly observers = new Observers<SupervisorEvents>()
  private readonly wanted = new Set<Wanted>()
  private readonly stopping = new AbortController()
  private readonly running: Promise<void>
  private libvirt: Libvirt | undefined

  constructor(
    private readonly target: Target,
    private readonly options: SuperviseOptions,
  ) {
    this.running = this.run()
  }

  /** The open connection, if there is one just now. */
  get current(): Libvirt | undefined {
    return this.libvirt
  }

  /** Calls `observer` on each change; `up` also at once when the connection is open already. Returns the function that ends it. */
  on<K extends keyof SupervisorEvents>(name: K, observer: (event: SupervisorEvents[K]) => void): () => void {
    const off = this.observers.add(name, observer)
    if (name === 'up' && this.libvirt) observer(this.libvirt as SupervisorEvents[K])
    return off
  }

  /** The open connection, or the next one. Errors: CallTimeoutError after `timeoutMs`, the signal's reason, ConnectionLostError once closed. */
  async ready({ timeoutMs = 30_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {}): Promise<Libvirt> {
    if (this.libvirt) return this.libvirt
    let off: (() => void) | undefined
    const next = new Promise<Libvirt>((resolve, reject) => {
      off = this.observers.add('up', resolve)
      const closed = (): void => reject(new ConnectionLostError('the supervisor of the connection to libvirt is closed'))
      if (this.stopping.signal.aborted) closed()
      this.stopping.signal.addEventListener('abort', closed, { once: true })
    })
    return within(next, { timeoutMs, signal, what: 'a connection' }).finally(() => off?.())
  }

  /** Like `libvirt.events.listen`, but for this connection and all that follow. */
  async listen<K extends EventKind>(kinds: K | readonly K[], listener: (event: EventOf<K>) => void): Promise<Unlisten> {
    const wanted: Wanted = { kinds: [kinds].flat() as K[], listener }
    this.wanted.add(wanted)
    if (this.libvirt) await this.registerNow(this.libvirt, wanted)
    return async () => {
      this.wanted.delete(wanted)
      await wanted.end?.()
    }
  }

  async close(): Promise<void> {
    this.stopping.abort()
    await this.libvirt?.close()
    await this.running
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping
    let attempt = 0
    while (!signal.aborted) {
      const error = await this.session(() => (attempt = 0))
      if (signal.aborted) return
      attempt++
      const retryMs = backOffMs(attempt, { ...BACK_OFF, ...this.options.backOff })
      this.observers.tell('down', { error, attempt, retryMs })
      await pause(retryMs, signal)
    }
  }

  /** One connection from beginning to end; why it ended. */
  private async session(opened: () => void): Promise<Error> {
    let libvirt: Libvirt | undefined
    try {
      libvirt = await connect(this.target, { ...this.options, signal: this.stopping.signal })
      for (const wanted of this.wanted) await this.register(libvirt, wanted)
      opened()
      this.libvirt = libvirt
      this.observers.tell('up', libvirt)
      return (await libvirt.closed) ?? new Error('the connection was closed here')
    } catch (error) {
      await libvirt?.close()
      return error instanceof Error ? error : new Error(String(error))
    } finally {
      this.libvirt = undefined
    }
  }

  private async registerNow(libvirt: Libvirt, wanted: Wanted): Promise<void> {
    try {
      await this.register(libvirt, wanted)
    } catch (error) {
      // The next connection registers it; anything else is the caller's to know.
      if (libvirt.isClosed) return
      this.wanted.delete(wanted)
      throw error
    }
  }

  private async register(libvirt: Libvirt, wanted: Wanted): Promise<void> {
    wanted.end = await libvirt.events.listen(wanted.kinds, wanted.listener as (event: EventOf<EventKind>) => void)
    if (!this.wanted.has(wanted)) await wanted.end()
  }
}

export function supervise(target: Target, options: SuperviseOptions = {}): Supervisor {
  return new Supervisor(target, options)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
}
