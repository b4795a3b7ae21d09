import type { RunningMachine, VmSpec } from '@/server/contract/agent/vm'
import type { Cdrom, Floppy } from '@/server/contract/hardware/cdrom'
import type { HostDevice } from '@/server/contract/hardware/host-device'
import type { MemoryDevice } from '@/server/contract/hardware/memory'
import { hostDeviceKey } from '../hardware/host-device'
import { leaves } from './leaves'
import type { Change } from './leaves'

const drives = (part: 'cdroms' | 'floppies', label: 'cdrom' | 'floppy', now: readonly (Cdrom | Floppy)[], wanted: readonly (Cdrom | Floppy)[]): Change[] =>
  [...new Set([...now, ...wanted].map(({ target }) => target))].flatMap((target) => {
    const [before, after] = [now, wanted].map((all) => all.find((drive) => drive.target === target))
    const field = `hardware.${part}.${target}`
    if (before && after) return leaves(before, after, field).map((leaf) => ({ ...leaf, label: leaf.field.replace(field, label), device: target }))
    return [{ field, label, device: target, running: before ? (before.path ?? '') : null, next: after ? (after.path ?? '') : null }]
  })

/** CD and floppy drives; '' = an empty one. */
export const driveDifferences = ({ hardware: now }: RunningMachine, { hardware }: VmSpec): Change[] => [
  ...drives('cdroms', 'cdrom', now.cdroms, hardware.cdroms), ...drives('floppies', 'floppy', now.floppies, hardware.floppies),
]

const byKey = (devices: readonly HostDevice[]): Map<string, HostDevice> => new Map(devices.map((device) => [hostDeviceKey(device), device]))

export const hostDeviceDifferences = ({ hardware: now }: RunningMachine, { hardware }: VmSpec): Change[] => {
  const [before, after] = [byKey(now.hostDevices), byKey(hardware.hostDevices)]
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [has, wants] = [before.get(key), after.get(key)]
    const field = `hardware.hostDevices.${key}`
    if (has && wants) return leaves(has, wants, field).map((leaf) => ({ ...leaf, label: leaf.field.replace(field, 'hostDevice'), device: key }))
    return [{ field, label: 'hostDevice', device: key, running: has ? key : null, next: wants ? key : null }]
  })
}

/** Equal modules are as good as one another: they are told apart by size and node, and counted. */
export const moduleKey = ({ sizeMiB, node }: Pick<MemoryDevice, 'sizeMiB' | 'node'>): string => `${sizeMiB}@${node}`

const counted = (modules: readonly MemoryDevice[]): Map<string, MemoryDevice> => {
  const seen = new Map<string, number>()
  return new Map(modules.map((module) => {
    const key = moduleKey(module)
    const count = (seen.get(key) ?? 0) + 1
    seen.set(key, count)
    return [`${key}#${count}`, module]
  }))
}

/** Modules of memory, in MiB each. */
export const moduleDifferences = ({ hardware: now }: RunningMachine, { hardware }: VmSpec): Change[] => {
  const [before, after] = [counted(now.memory.devices), counted(hardware.memory.devices)]
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [has, wants] = [before.get(key), after.get(key)]
    if (has && wants) return []
    return [{ field: `hardware.memory.devices.${key}`, label: 'memory.module', device: key, running: has?.sizeMiB ?? null, next: wants?.sizeMiB ?? null }]
  })
}
