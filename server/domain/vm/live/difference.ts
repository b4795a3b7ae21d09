import type { RunningMachine, VmSpec } from '@/server/contract/agent/vm'
import type { HardwareChange } from '@/server/contract/hardware/change'
import { equal } from '../xml/equal'
import { wantedMachine } from '../xml/machine'
import { deedOf } from './deed'
import type { Deed } from './deed'
import { diskDifferences } from './disks'
import { driveDifferences, hostDeviceDifferences, moduleDifferences } from './devices'
import { leaves } from './leaves'
import { grown } from './memory'
import type { Leaf } from './leaves'
import { nicDifferences } from './nics'

/** A difference, and what makes it one no more. */
export type Difference = HardwareChange & { deed: Deed }

/** Kinds of device with rules of their own: they are compared one by one, not as lists. */
const apart: readonly string[] = ['hardware.cdroms', 'hardware.floppies', 'hardware.hostDevices', 'hardware.memory.devices', 'hardware.memory.currentMiB']

/**
 * What libvirt fills in where the wish leaves it open, and what follows from another figure, which is shown itself: no difference.
 * `field` → does the wish leave it open?
 */
const open: Record<string, (spec: VmSpec, running: RunningMachine) => boolean> = {
  'hardware.machine.type': ({ hardware }) => hardware.machine.type === 'auto',
  'hardware.firmware.loader': ({ hardware }) => hardware.firmware.loader === null,
  'hardware.firmware.nvram': ({ hardware }) => hardware.firmware.nvram === null,
  'hardware.firmware.secureBoot': ({ hardware }) => hardware.firmware.loader !== null,
  'hardware.cpu.mode': ({ hardware }) => hardware.cpu.mode === 'auto',
  'hardware.cpu.model': ({ hardware }) => hardware.cpu.mode === 'auto',
  'hardware.cpu.maxVcpus': ({ hardware, vcpus }, running) => hardware.cpu.maxVcpus === null && vcpus !== running.vcpus,
  'hardware.cpu.topology': ({ hardware }, { hardware: { cpu } }) => hardware.cpu.topology === null && equal(cpu.topology, { sockets: 1, dies: 1, cores: cpu.maxVcpus, threads: 1 }),
  'hardware.numa.cells': ({ hardware, memoryMiB, vcpus }, running) => hardware.numa.cells.length === 0 &&
    (memoryMiB !== running.memoryMiB || vcpus !== running.vcpus || hardware.memory.maxMiB !== running.hardware.memory.maxMiB || hardware.cpu.maxVcpus !== running.hardware.cpu.maxVcpus),
  'hardware.vsock': ({ hardware }, running) => hardware.vsock?.cid === null && running.hardware.vsock !== null,
  'hardware.vsock.cid': ({ hardware }) => hardware.vsock?.cid === null,
  'hardware.graphics.vnc.port': ({ hardware }) => hardware.graphics.vnc?.port === null,
  'hardware.graphics.spice.port': ({ hardware }) => hardware.graphics.spice?.port === null,
  // The guest moves its own clock.
  'hardware.clock.adjustmentSeconds': ({ hardware }, running) => hardware.clock.offset === 'variable' && running.hardware.clock.offset === 'variable',
  'hardware.clock.basis': ({ hardware }, running) => hardware.clock.offset === 'variable' && running.hardware.clock.offset === 'variable',
}

const isOpen = (field: string, spec: VmSpec, running: RunningMachine): boolean => {
  const parts = field.split('.')
  return parts.some((_, at) => open[parts.slice(0, at + 1).join('.')]?.(spec, running) ?? false)
}

/**
 * What the balloon leaves the guest. Until the guest's driver is there, a machine that was started with less than all has all of it: that is no
 * change that waits.
 */
const balloonDifference = ({ hardware: { memory: now }, memoryMiB, generation }: RunningMachine, { hardware: { memory }, generation: wanted }: VmSpec): Leaf[] => {
  const next = Math.min(memory.currentMiB ?? memoryMiB, memoryMiB)
  const running = now.currentMiB ?? memoryMiB
  return running === next || (generation === wanted && running > next) ? [] : [{ field: 'hardware.memory.currentMiB', running, next }]
}

const sizeDifferences = (running: RunningMachine, spec: VmSpec): Leaf[] => [
  ...(spec.virtType !== 'auto' && spec.virtType !== running.runBy ? [{ field: 'virtType', running: running.runBy, next: spec.virtType }] : []),
  ...(['firmware', 'memoryMiB', 'vcpus'] as const).flatMap((field) => (running[field] === spec[field] ? [] : [{ field, running: running[field], next: spec[field] }])),
]

const hardwareDifferences = (running: RunningMachine, spec: VmSpec, asStarted: RunningMachine): Leaf[] => {
  const runBy = spec.virtType === 'auto' ? running.runBy : spec.virtType
  const wanted = wantedMachine(spec, runBy, running.machineName).hardware
  return leaves(running.hardware, wanted, 'hardware').filter(({ field }) => !apart.includes(field) && !isOpen(field, spec, asStarted))
}

/** Those that are among `fields`, or below one of them; null = all. */
export const chosen = <Each extends { field: string }>(found: readonly Each[], fields: readonly string[] | null): Each[] =>
  found.filter(({ field }) => fields === null || fields.some((one) => field === one || field.startsWith(`${one}.`)))

const ofMachine = (leaf: Leaf): Omit<HardwareChange, 'canBeLive'> => ({ ...leaf, label: leaf.field, device: null })

/**
 * Everything in which the machine that runs is not the one that is wanted; nothing for one that was started as it is wanted. One function for the
 * page, the manager and the agent. Hardware that was never read is wanted as it is.
 */
export const differences = (asStarted: RunningMachine, given: VmSpec): Difference[] => {
  const spec = given.keepHardware ? { ...given, hardware: asStarted.hardware } : given
  const running = grown(asStarted, spec)
  const found = [
    ...sizeDifferences(running, spec).map(ofMachine),
    ...balloonDifference(running, spec).map(ofMachine),
    ...hardwareDifferences(running, spec, asStarted).map(ofMachine),
    ...moduleDifferences(running, spec),
    ...diskDifferences(running, spec),
    ...nicDifferences(running, spec),
    ...driveDifferences(running, spec),
    ...hostDeviceDifferences(running, spec),
  ]
  return found.map((change) => {
    const deed = deedOf(change, running, spec, asStarted)
    return { ...change, deed, canBeLive: deed.kind !== 'restart' }
  })
}

