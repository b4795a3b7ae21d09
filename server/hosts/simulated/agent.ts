import { createORPCClient } from '@orpc/client'
import { createRouterClient } from '@orpc/server'
import type { AgentEvent } from '@/server/contract/agent/event'
import type { HostFacts } from '@/server/contract/agent/host'
import type { VmSpec } from '@/server/contract/agent/vm'
import { guarded } from '../client'
import type { AgentConnection, Connection } from '../client'
import { simulatedRouter } from './calls'
import { connectionLost, createFaults } from './faults'
import type { Faults } from './faults'
import { simulatedFacts } from './facts'
import { createFeed } from './feed'
import { createMachines } from './machines'
import type { SimulatedMachine } from './machines'
import { joinNeighbours } from './migration'
import { createStorage } from './storage'
import { createUploads } from './uploads'
import type { SimulatedUploads } from './uploads'
import type { SimulatedFolder } from './storage'

export interface SimulatedAgent {
  hostId: string
  router: ReturnType<typeof simulatedRouter>
  faults: Faults
  uploads: Pick<SimulatedUploads, 'receive' | 'has' | 'offsetOf'>
  /** As `connectAgent` does for a real one. */
  connect: (connection: Connection) => AgentConnection
  /** Things that happen behind the manager's back. */
  guest: {
    powersOff: (id: string) => void
    /** Its guest restarts, in a run that ends so. */
    ends: (id: string) => void
    crashes: (id: string) => void
    suspends: (id: string) => void
    /** Another tool defines a machine; with a mark when `instanceId` is given. */
    appears: (spec: VmSpec, state?: 'running' | 'down' | 'migrating_in', instanceId?: string | null) => void
    /** Someone undefines it. */
    disappears: (id: string) => void
  }
  /** Sends any event. */
  tell: (event: AgentEvent) => void
  /** Sends one `stats` event. */
  sample: (at: number) => void
  /** Everything the host has, in a form to compare. */
  state: () => { machines: SimulatedMachine[]; images: [string, unknown][]; networks: string[]; storage: string[] }
}

export interface SimulatedAgentOptions {
  hostId: string
  hostname?: string
  facts?: Partial<HostFacts>
  /** Images on its disks; give the same to several hosts for shared storage. */
  folder?: SimulatedFolder
  now?: () => number
}

/** A host in memory that keeps the agent's contract. */
export const createSimulatedAgent = ({ hostId, hostname = 'simulated', facts, folder = new Map(), now = Date.now }: SimulatedAgentOptions): SimulatedAgent => {
  const feed = createFeed()
  const faults = createFaults(() => feed.cut(connectionLost()))
  const machines = createMachines(feed, now)
  const storage = createStorage(folder, machines)
  const uploads = createUploads(folder, storage)
  const networks = new Map<string, string>()
  const router = simulatedRouter({ hostId, facts: { ...simulatedFacts(hostname), ...facts }, feed, faults, machines, storage, uploads, folder, networks, hosts: joinNeighbours(folder, hostId, machines) })

  const connect = (connection: Connection): AgentConnection => {
    const local = createRouterClient(router)
    /** Walks `vm.get` down the client; what is there is a procedure by the contract. */
    const call = (path: readonly string[], input: unknown, signal: AbortSignal | undefined) => {
      const procedure = path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], local)
      return (procedure as (input: unknown, options: { signal: AbortSignal | undefined }) => Promise<unknown>)(input, { signal })
    }
    const aborted = (signal: AbortSignal | undefined) => new Promise<never>(
      (_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }),
    )
    const link = guarded({ call: (path, input, options) => Promise.race([call(path, input, options.signal), aborted(options.signal)]) }, connection)
    return { client: createORPCClient(link), close: () => undefined }
  }

  return {
    hostId,
    router,
    faults,
    uploads,
    connect,
    guest: {
      powersOff: id => { machines.change(machines.need(id), 'down', 'shutdown', 'stopped') },
      ends: id => { machines.change(machines.need(id), 'down', 'restart', 'stopped') },
      crashes: id => { machines.change(machines.need(id), 'crashed', 'panicked', 'crashed') },
      suspends: id => { machines.change(machines.need(id), 'paused', 'user', 'suspended') },
      appears: (spec, state = 'running', instanceId = null) => {
        const machine: SimulatedMachine = {
          spec, instanceId, generation: instanceId === null ? null : spec.generation, state: 'down', reason: 'unknown', startedAt: null,
        }
        machines.all.set(spec.id, machine)
        machines.change(machine, state, state === 'running' ? 'booted' : 'unknown', 'defined')
      },
      disappears: id => machines.remove(id),
    },
    tell: feed.tell,
    sample: at => feed.tell({
      type: 'stats',
      host: { at, cpuPercent: 10, memoryUsedMiB: 1024, swapUsedMiB: 0, loadAverage: 0.5, netRxBps: 0, netTxBps: 0, diskReadBps: 0, diskWriteBps: 0 },
      vms: [...machines.all.values()].filter(({ state }) => state === 'running').map(({ spec }) => ({
        vmId: spec.id, at, cpuPercent: 5, stealPercent: 1, memoryUsedMiB: 64, memoryRssMiB: 128, diskReadBps: 0, diskWriteBps: 0, netRxBps: 0, netTxBps: 0,
      })),
      storage: [...storage.domains.values()].map(storage.observe),
    }),
    state: () => structuredClone({
      machines: [...machines.all.values()], images: [...folder], networks: [...networks.keys()].sort(), storage: [...storage.domains.values()].sort(),
    }),
  }
}
