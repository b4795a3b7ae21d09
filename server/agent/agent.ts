import type { Logger } from 'pino'
import type { Supervisor } from '@/server/libvirt/facade/supervisor'
import type { Feed } from './events/feed'
import type { FactsKeeper } from './facts/keeper'
import type { Migrations } from './migration/migrations'
import type { Generations } from './state/generations'
import type { Journal } from './state/journal'
import type { Turns } from './state/turns'
import type { StorageDomains } from './storage/domains'
import type { Uploads } from './uploads/uploads'
import type { Frozen } from './vms/frozen'
import type { Machines } from './vms/machines'
import type { Restarting } from './vms/restarting'

/** What the operations of an agent work with. Owns nothing that matters: all of it can be built again from the host. */
export interface Agent {
  readonly hostId: string
  /** host:port under which this agent is called. */
  readonly address: string
  readonly dataDir: string
  readonly libvirtSocket: string
  /** PEM of the authority that this host and its manager are of. */
  readonly ca: string
  readonly log: Logger
  /** Connection for reading and for events. libvirtd serves five requests of a connection at once, so what is slow has others. */
  readonly libvirt: Supervisor
  /** For what changes something: a stop can wait 15 s for QEMU to end. */
  readonly work: Supervisor
  /** For what may hang: guest agents and statistics. */
  readonly side: Supervisor
  readonly turns: Turns
  readonly journal: Journal
  readonly generations: Generations
  readonly machines: Machines
  readonly frozen: Frozen
  readonly restarting: Restarting
  /** Machines that stood still and whose guests have not been told the time since. */
  readonly late: Set<string>
  /** Passwords of VNC screens that are good now, by machine; `until` in ms. */
  readonly vncPasswords: Map<string, { password: string; until: number }>
  readonly migrations: Migrations
  readonly feed: Feed
  readonly facts: FactsKeeper
  readonly storage: StorageDomains
  readonly uploads: Uploads
  /** Forgets the manager; the process ends itself afterwards. */
  readonly leave: () => Promise<void>
}

/** The manager that makes a call: its certificate has named it. */
export interface Caller {
  readonly instanceId: string
}
