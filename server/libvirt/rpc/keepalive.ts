import { ConnectionLostError } from './errors'
import type { Link } from './link'
import { KeepaliveProcedure, MessageType, Program, Status } from './wire'
import type { Packet } from './wire'

export interface KeepaliveOptions {
  /** Silence after which we ask; 0 = never. */
  intervalMs: number
  /** Questions without any sign of life until the peer counts as dead. */
  count: number
}

/** libvirt's keepalive program (virkeepaliveprotocol.x): answers the server's pings and finds out when the server is gone or hangs. */
export class Keepalive {
  private readonly timer: NodeJS.Timeout | undefined
  private unanswered = 0

  constructor(
    private readonly link: Link,
    private readonly options: KeepaliveOptions,
  ) {
    if (options.intervalMs > 0) this.timer = setInterval(() => this.tick(), options.intervalMs).unref()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  receive(packet: Packet): void {
    if (packet.procedure === KeepaliveProcedure.PING) this.say(KeepaliveProcedure.PONG)
  }

  private tick(): void {
    if (this.link.held) {
      // We hold the socket back ourselves, so silence proves nothing; our pings still go out, or the server would take us for dead.
      this.unanswered = 0
      this.say(KeepaliveProcedure.PING)
    } else if (this.link.heard) {
      this.link.heard = false
      this.unanswered = 0
    } else if (this.unanswered === this.options.count) {
      this.link.close(new ConnectionLostError(`no sign of life from libvirtd for ${this.options.intervalMs * (this.options.count + 1)} ms`))
    } else {
      this.unanswered++
      this.say(KeepaliveProcedure.PING)
    }
  }

  private say(procedure: number): void {
    if (this.link.closed) return
    this.link.send({ program: Program.KEEPALIVE, procedure, type: MessageType.MESSAGE, serial: 0, status: Status.OK })
  }
}
