import { join } from 'node:path'
import type { Logger } from 'pino'
import { supervise } from '@/server/libvirt/facade/supervisor'
import type { Agent } from './agent'
import { Feed } from './events/feed'
import { followLibvirt } from './events/libvirt-events'
import { FactsKeeper } from './facts/keeper'
import { removeIdentity } from './identity/folder'
import type { Identity } from './identity/folder'
import { Migrations } from './migration/migrations'
import { TaskStore } from './migration/store'
import { createAgentServer } from './server'
import type { AgentServer } from './server'
import { Generations } from './state/generations'
import { Journal } from './state/journal'
import { Turns } from './state/turns'
import { Sampler } from './stats/sampler'
import { StorageDomains } from './storage/domains'
import { Uploads } from './uploads/uploads'
import { Frozen } from './vms/frozen'
import { thawInTime } from './vms/guest-deeds'
import { Machines } from './vms/machines'
import { Restarting } from './vms/restarting'

export interface StartOptions {
  identity: Identity
  dataDir: string
  libvirtSocket: string
  emulator: string
  probeKernel: string | null
  /** Never use KVM. */
  emulate: boolean
  log: Logger
  /** The manager has removed this host. */
  onLeave: () => void
}

/** Builds a whole agent, which finds whatever runs on the host by itself. Its server does not listen yet. */
export const startAgent = async (options: StartOptions): Promise<AgentServer & { agent: Agent }> => {
  const { identity, dataDir, libvirtSocket, log } = options
  const now = Date.now
  const [journal, generations, storage, migrationTasks, restarting, uploads] = await Promise.all([
    Journal.open(join(dataDir, 'journal'), now),
    Generations.open(join(dataDir, 'generations.json'), now),
    StorageDomains.open(join(dataDir, 'storage.json')),
    TaskStore.open(join(dataDir, 'migrations.json'), now),
    Restarting.open(join(dataDir, 'restarting.json')),
    Uploads.open(dataDir, now()),
  ])
  const libvirt = supervise(libvirtSocket)
  const work = supervise(libvirtSocket)
  const side = supervise(libvirtSocket)
  const feed = new Feed()
  const frozen = await Frozen.open({ path: join(dataDir, 'frozen.json'), now, thaw: (id) => thawInTime(side, id) })
  const machines = new Machines({ libvirt, side, feed, frozen, restarting, libvirtSocket, onError: (error, doing) => log.warn({ err: error }, `could not ${doing}`) })
  const migrations = new Migrations({ store: migrationTasks, work, feed, log, now })
  const facts = new FactsKeeper({ ...options, hostId: identity.hostId, address: identity.address, ca: identity.ca, side, feed })
  const leave = async (): Promise<void> => {
    await removeIdentity(dataDir)
    log.info('left the manager')
    // The answer to this very call goes out first.
    setImmediate(options.onLeave)
  }
  const agent: Agent = {
    hostId: identity.hostId,
    address: identity.address,
    dataDir,
    libvirtSocket,
    ca: identity.ca,
    log,
    libvirt,
    work,
    side,
    turns: new Turns(),
    journal,
    generations,
    machines,
    frozen,
    restarting,
    late: new Set(),
    vncPasswords: new Map(),
    migrations,
    feed,
    facts,
    storage,
    uploads,
    leave,
  }
  const unfollow = await followLibvirt(agent)
  migrations.resume()
  frozen.onThawed = (id) => void machines.refresh(id, 'frozen')
  frozen.resume()
  const sampler = new Sampler({ side, feed, storage, log, now })
  const { server, close } = createAgentServer(agent, identity)
  return {
    agent,
    server,
    close: async () => {
      sampler.close()
      facts.close()
      migrations.close()
      frozen.close()
      await close()
      await unfollow()
      await Promise.all([libvirt, work, side].map((connection) => connection.close()))
      await journal.close()
    },
  }
}
