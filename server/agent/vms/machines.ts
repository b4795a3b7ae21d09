import type { VmObservation } from '@/server/contract/agent/vm'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import type { Supervisor } from '@/server/libvirt/facade/supervisor'
import type { Feed } from '@/server/agent/events/feed'
import type { Frozen } from './frozen'
import type { Restarting } from './restarting'
import { askGuest } from './guest-info'
import type { GuestInfo } from './guest-info'
import { readMachine } from './observe'
import type { Reading } from './observe'
import { startedAt } from './started'

interface Remembered {
  startedAt?: number | null
  guest?: GuestInfo | null
  asking?: boolean
}

interface Options {
  libvirt: Supervisor
  side: Supervisor
  feed: Feed
  libvirtSocket: string
  frozen: Pick<Frozen, 'has' | 'remove'>
  restarting: Pick<Restarting, 'has' | 'remove'>
  onError: (error: unknown, doing: string) => void
}

/**
 * Reads machines and tells the feed what was found. Nothing read is kept, except what libvirt cannot tell at once: the
 * guest agent's last answer and the start time, both for as long as the machine runs.
 */
export class Machines {
  private readonly remembered = new Map<string, Remembered>()
  /** Machines being read for the feed; a cause that arrives meanwhile makes them be read once more. */
  private readonly refreshing = new Map<string, { again?: string }>()

  constructor(private readonly options: Options) {}

  /** What is, or null for an unknown machine. Errors: as of libvirt calls. */
  async read(libvirt: Libvirt, id: string): Promise<Reading | null> {
    const reading = await readMachine(libvirt, id)
    if (!reading?.active) {
      this.remembered.delete(id)
      void this.options.frozen.remove(id)
      return this.asEnded(id, reading)
    }
    const known = this.remembered.get(id) ?? {}
    this.remembered.set(id, known)
    known.startedAt ??= await startedAt(this.options.libvirtSocket, reading.view.name)
    if (!reading.view.agentConnected) known.guest = null
    return { ...reading, observation: { ...reading.observation, startedAt: known.startedAt, guest: known.guest ?? null, frozen: this.options.frozen.has(id) } }
  }

  /** All machines of this host, Atrium's and others'. One that vanishes meanwhile is left out. */
  async readAll(libvirt: Libvirt): Promise<VmObservation[]> {
    const domains = await libvirt.domain.list()
    const readings = await Promise.all(domains.map(({ uuid }) => this.read(libvirt, uuid)))
    return readings.flatMap((reading) => (reading ? [reading.observation] : []))
  }

  /** Reads the machine again and pushes what was found. Never rejects. */
  async refresh(id: string, cause: string): Promise<void> {
    const running = this.refreshing.get(id)
    if (running) {
      // A reboot leaves no trace in the state, so nothing may push it out.
      if (running.again !== 'reboot') running.again = cause
      return
    }
    const mine: { again?: string } = { again: cause }
    this.refreshing.set(id, mine)
    try {
      while (mine.again !== undefined) {
        const why = mine.again
        mine.again = undefined
        await this.push(id, why)
      }
    } catch (error) {
      // Without libvirt nothing can be read; a fresh snapshot follows when it is back.
      if (this.options.libvirt.current) this.options.onError(error, `read machine ${id}`)
    } finally {
      this.refreshing.delete(id)
    }
  }

  /** A machine was started anew: what was known of its last run is void. */
  forget(id: string): void {
    this.remembered.delete(id)
    void this.options.restarting.remove(id)
  }

  /** Has the guest told an address of its own? */
  hasAddress(id: string): boolean {
    return (this.remembered.get(id)?.guest?.addresses.length ?? 0) > 0
  }

  /** Asks the guest agent and, when the answer differs from the last one, pushes the machine. One question at a time. */
  async askGuest(id: string): Promise<void> {
    const side = this.options.side.current
    const known = this.remembered.get(id) ?? {}
    // A frozen guest's agent answers nothing else; what it last said is still so.
    if (!side || known.asking || this.options.frozen.has(id)) return
    this.remembered.set(id, known)
    known.asking = true
    const guest = await askGuest(side, id)
    known.asking = false
    // Started anew while the guest was asked: the answer belongs to the run before.
    if (this.remembered.get(id) !== known || JSON.stringify(guest) === JSON.stringify(known.guest ?? null)) return
    known.guest = guest
    await this.refresh(id, 'guest-agent')
  }

  /** libvirt knows a power-off only. */
  private asEnded(id: string, reading: Reading | null): Reading | null {
    if (!reading) void this.options.restarting.remove(id)
    if (reading?.observation.state !== 'down' || !this.options.restarting.has(id)) return reading
    return { ...reading, observation: { ...reading.observation, reason: 'restart' } }
  }

  private async push(id: string, cause: string): Promise<void> {
    const libvirt = this.options.libvirt.current
    if (!libvirt) return
    const reading = await this.read(libvirt, id)
    if (reading) this.options.feed.push({ type: 'vm', vm: reading.observation, cause })
    else this.options.feed.push({ type: 'vm-gone', id })
  }
}
