import type { RunningMachine, VmSpec } from '@/server/contract/agent/vm'
import { hostDeviceKey } from '../hardware/host-device'
import type { Change } from './leaves'
import { memoryStepMiB } from './memory'
import { runningNic } from './nics'

/** What makes a running machine as it is wanted in one respect. `restart` = nothing but its next start, and why. */
export type Deed =
  | { kind: 'plug' | 'unplug' | 'replug' | 'update' | 'limits' | 'media' | 'vcpus' | 'balloon' | 'memory' }
  | { kind: 'restart'; code: keyof typeof restartReasons; params: Record<string, string | number> }

/** In plain words, why a change waits for the next start. */
export const restartReasons = {
  live_start_only: 'It can change only at a start.',
  live_max_vcpus: 'The machine was started for at most {max} vCPUs.',
  live_emulated: 'An emulated machine can lose no vCPU while it runs.',
  live_no_balloon: 'The machine has no balloon.',
  live_no_slots: 'The machine was started without room for memory modules.',
  live_max_memory: 'The machine was started for at most {max} MiB of memory.',
  live_memory_less: 'Memory that it was started with can be taken away only at a start.',
  live_memory_step: 'Memory is plugged in by multiples of {step} MiB.',
  live_slots_full: 'All {slots} slots for memory modules are taken.',
  live_bus: 'Disks on the bus {bus} cannot be plugged in and out while the machine runs.',
  live_no_usb: 'The machine has no USB controller.',
} as const

const restart = (code: keyof typeof restartReasons, params: Record<string, string | number> = {}): Deed => ({ kind: 'restart', code, params })

/** libvirt and QEMU plug disks on these buses. */
const pluggable: readonly string[] = ['virtio', 'scsi', 'usb']

const plugOrUnplug = ({ running }: Change): Deed => ({ kind: running === null ? 'plug' : 'unplug' })

const onBus = (bus: string, { hardware: { usb } }: RunningMachine, deed: Deed): Deed => {
  if (!pluggable.includes(bus)) return restart('live_bus', { bus })
  return bus === 'usb' && usb.controller === 'none' ? restart('live_no_usb') : deed
}

/** `running` = with its size as it has grown; `asStarted` = with each module by itself. */
type Rule = (change: Change, running: RunningMachine, spec: VmSpec, asStarted: RunningMachine) => Deed

const wholeDisk: Rule = (change, running, spec) => {
  const id = change.field.replace('disks.', '')
  const bus = (change.running === null ? spec.disks : running.disks).find((disk) => disk.id === id)?.bus ?? ''
  return onBus(bus, running, plugOrUnplug(change))
}

/** A card on no network hangs on another kind of tap: no update makes one of the other. */
const network: Rule = (change, running, spec) => {
  const id = change.field.split('.')[1] ?? ''
  const wanted = spec.nics.find((nic) => nic.id === id)
  const now = wanted && runningNic(running, wanted)
  return { kind: now?.network === null && wanted?.network !== null ? 'replug' : 'update' }
}

const wholeModule: Rule = (change, { memoryMiB, hardware: { memory } }, spec) => {
  if (change.running !== null) return { kind: 'unplug' }
  if (memory.maxMiB === null) return restart('live_no_slots')
  const total = memoryMiB + spec.hardware.memory.devices.reduce((sum, { sizeMiB }) => sum + sizeMiB, 0)
  return total > memory.maxMiB ? restart('live_max_memory', { max: memory.maxMiB }) : { kind: 'plug' }
}

/** More comes as a module. */
const size: Rule = ({ running: now, next }, { hardware: { memory } }, spec, { hardware: { memory: { devices } } }) => {
  const more = Number(next) - Number(now)
  const total = Number(next) + spec.hardware.memory.devices.reduce((sum, { sizeMiB }) => sum + sizeMiB, 0)
  // What was never read can't be told from what was plugged in.
  if (spec.keepHardware) return restart('live_start_only')
  if (more < 0) return restart('live_memory_less')
  if (memory.maxMiB === null) return restart('live_no_slots')
  if (total > memory.maxMiB) return restart('live_max_memory', { max: memory.maxMiB })
  if (more % memoryStepMiB !== 0) return restart('live_memory_step', { step: memoryStepMiB })
  return devices.length < memory.slots ? { kind: 'memory' } : restart('live_slots_full', { slots: memory.slots })
}

/** QEMU without KVM may crash where a vCPU is taken away. */
const vcpus: Rule = ({ next }, { hardware: { cpu }, vcpus: now, runBy }) => {
  const max = cpu.maxVcpus ?? now
  if (Number(next) < now && runBy === 'qemu') return restart('live_emulated')
  return Number(next) <= max ? { kind: 'vcpus' } : restart('live_max_vcpus', { max })
}

const hostDevice: Rule = (change, { hardware: { usb, hostDevices } }, spec) => {
  const isUsb = [...hostDevices, ...spec.hardware.hostDevices].some((device) => device.type === 'usb' && hostDeviceKey(device) === change.device)
  return isUsb && usb.controller === 'none' ? restart('live_no_usb') : plugOrUnplug(change)
}

/** By label, what can be done to a running machine. What is not here changes at a start. */
const rules: Record<string, Rule> = {
  vcpus,
  memoryMiB: size,
  'hardware.memory.currentMiB': (_, { hardware }) => (hardware.balloon.model === 'none' ? restart('live_no_balloon') : { kind: 'balloon' }),
  'memory.module': wholeModule,
  disk: wholeDisk,
  'disk.limits.totalBytesPerSecond': () => ({ kind: 'limits' }),
  'disk.limits.readBytesPerSecond': () => ({ kind: 'limits' }),
  'disk.limits.writeBytesPerSecond': () => ({ kind: 'limits' }),
  'disk.limits.totalIops': () => ({ kind: 'limits' }),
  'disk.limits.readIops': () => ({ kind: 'limits' }),
  'disk.limits.writeIops': () => ({ kind: 'limits' }),
  nic: plugOrUnplug,
  'nic.network': network,
  'nic.link': () => ({ kind: 'update' }),
  'nic.inbound': () => ({ kind: 'update' }),
  'nic.outbound': () => ({ kind: 'update' }),
  'nic.filter': () => ({ kind: 'update' }),
  'cdrom.path': () => ({ kind: 'media' }),
  'floppy.path': () => ({ kind: 'media' }),
  hostDevice,
}

/** `nic.inbound.average` is a part of `nic.inbound`. */
const ruleOf = (label: string): Rule | undefined => rules[label] ?? (label.startsWith('nic.') ? rules[label.split('.').slice(0, 2).join('.')] : undefined)

export const deedOf: Rule = (change, running, spec, asStarted) => ruleOf(change.label)?.(change, running, spec, asStarted) ?? restart('live_start_only')

