import { createHash } from 'node:crypto'
import type { VmObservation, VmSpec } from '@/server/contract/agent/vm'
import type { Addresses } from '@/server/contract/hardware/address'
import { AppError } from '@/server/domain/error'
import { isActive } from '@/server/domain/vm/observed'
import { failByName } from './faults'
import type { Feed } from './feed'
import { simulatedRunning } from './live'

type State = VmObservation['state']

export interface SimulatedMachine {
  /** Its definition. */
  spec: VmSpec
  /** As it was started, and changed since; absent while it is down. */
  running?: VmSpec
  /** null = made by another tool. */
  instanceId: string | null
  generation: number | null
  state: State
  reason: string
  startedAt: number | null
  autostart?: boolean
  /** What the present run is, where that differs from what is defined. */
  once?: VmSpec | undefined
  frozen?: boolean
  /** Image that a disk is being copied to. */
  mirror?: { from: string; to: string }
}

/** The libvirt of a simulated host: machines by id, and what can happen to them. */
export interface Machines {
  all: Map<string, SimulatedMachine>
  observe: (machine: SimulatedMachine) => VmObservation
  /** Remembers the generation of a call, also beyond the machine's end. Errors: STALE_GENERATION when a newer wish was heard. */
  accept: (id: string, generation: number) => void
  /** The machine, or NOT_FOUND; with a generation, accepts it first. */
  need: (id: string, generation?: number) => SimulatedMachine
  define: (spec: VmSpec) => SimulatedMachine
  change: (machine: SimulatedMachine, state: State, reason: string, cause: string) => VmObservation
  remove: (id: string) => void
}

export const isDown = (machine: SimulatedMachine): boolean => !isActive(machine.state)

/** What is kept of a definition is no part of it. */
const digestOf = ({ kept: _, ...spec }: VmSpec): string => createHash('sha256').update(JSON.stringify(spec)).digest('base64url')

/** Each device on a bus of its own; one that came back sits where it sat. */
const addressesOf = ({ disks, nics, addresses }: VmSpec): Addresses => {
  const known = new Map(addresses?.devices.map(each => [each.device, each]))
  const taken = new Set(addresses?.devices.map(({ address }) => address))
  const devices = [...disks.map(({ id, bus }) => `disk ${id} ${bus}`), ...nics.map(({ id }) => `interface ${id}`)].map(device => {
    const free = Array.from({ length: 255 }, (_, bus) => `0000:${(bus + 1).toString(16).padStart(2, '0')}:00.0`).find(address => !taken.has(address)) ?? ''
    const place = known.get(device) ?? { device, address: free, multifunction: false }
    taken.add(place.address)
    return place
  })
  return { machine: 'q35', devices }
}

export const createMachines = (feed: Feed, now: () => number): Machines => {
  const all = new Map<string, SimulatedMachine>()
  const generations = new Map<string, number>()

  const observe = ({ spec, running, once, instanceId, generation, state, reason, startedAt, autostart = false, frozen = false }: SimulatedMachine): VmObservation => ({
    id: spec.id,
    name: spec.name,
    state,
    reason,
    instanceId,
    generation,
    memoryMiB: (running ?? spec).memoryMiB,
    vcpus: (running ?? spec).vcpus,
    virtType: 'qemu',
    autostart,
    startedAt,
    frozen: state === 'running' && frozen,
    guest: state === 'running' ? { hostname: spec.name, os: 'Simulated Linux', addresses: ['192.0.2.20'] } : null,
    consoles: isActive(state) ? ['vnc', 'serial'] : [],
    addresses: addressesOf(spec),
    ...(instanceId === null ? {} : { definition: digestOf(spec) }),
    ...(running && instanceId !== null ? { running: { ...simulatedRunning(running), once: once !== undefined } } : {}),
  })

  const accept = (id: string, generation: number): void => {
    const newest = Math.max(generations.get(id) ?? 0, all.get(id)?.generation ?? 0)
    if (generation < newest) throw new AppError('STALE_GENERATION', `The host already has generation ${newest} of the machine; ${generation} is older.`, {
      subject: { type: 'vm', id },
    })
    generations.set(id, generation)
  }

  const need = (id: string, generation?: number): SimulatedMachine => {
    const machine = all.get(id)
    if (!machine) throw new AppError('NOT_FOUND', `There is no machine ${id} on this host.`, { subject: { type: 'vm', id } })
    if (generation !== undefined) accept(id, generation)
    return machine
  }

  const define = (spec: VmSpec): SimulatedMachine => {
    const known = all.get(spec.id)
    accept(spec.id, spec.generation)
    if (known && known.instanceId !== spec.instanceId) throw new AppError('WRONG_STATE', `Machine ${spec.name} was made by another tool.`, {
      reason: { code: 'external', params: {} },
    })
    failByName('define-fail', spec.name)
    for (const { spec: other } of all.values()) {
      if (other.id !== spec.id && other.name === spec.name) throw new AppError('DUPLICATE', `Another machine on this host is named ${spec.name}.`, {
        subject: { type: 'vm', id: spec.id, name: spec.name },
      })
    }
    const machine: SimulatedMachine = known ?? {
      spec, instanceId: spec.instanceId, generation: spec.generation, state: 'down', reason: 'unknown', startedAt: null,
    }
    const unchanged = known !== undefined && JSON.stringify([known.spec, known.generation]) === JSON.stringify([spec, spec.generation])
    Object.assign(machine, { spec, instanceId: spec.instanceId, generation: spec.generation })
    all.set(spec.id, machine)
    if (!unchanged) feed.tell({ type: 'vm', vm: observe(machine), cause: 'defined' })
    return machine
  }

  const change = (machine: SimulatedMachine, state: State, reason: string, cause: string): VmObservation => {
    const wasActive = isActive(machine.state)
    Object.assign(machine, { state, reason })
    if (!isActive(state)) Object.assign(machine, { startedAt: null, running: undefined, once: undefined })
    else if (!wasActive) Object.assign(machine, { startedAt: now(), running: machine.once ?? machine.spec })
    feed.tell({ type: 'vm', vm: observe(machine), cause })
    return observe(machine)
  }

  const remove = (id: string): void => {
    if (all.delete(id)) feed.tell({ type: 'vm-gone', id })
  }

  return { all, observe, accept, need, define, change, remove }
}
