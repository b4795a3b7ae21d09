import type { VmSpec } from '@/server/contract/agent/vm'
import { resolveHardware } from '../hardware/resolve'
import { familyOf } from './os'
import type { Accelerator, Machine } from './part'

/** `auto` becomes what the host really has. */
export const accelerator = (virtType: VmSpec['virtType'], kvmWorks: boolean): Accelerator => (virtType === 'auto' ? (kvmWorks ? 'kvm' : 'qemu') : virtType)

/** The machine that `spec` wants. One that exists (`machineName`) keeps its type unless another is asked for. */
export const wantedMachine = (spec: VmSpec, runBy: Accelerator, machineName: string | null): Machine => {
  const { memoryMiB, vcpus, firmware, disks, nics } = spec
  const kept = machineName === null ? null : familyOf(machineName)
  const given = spec.hardware.machine.type === 'auto' && kept ? { ...spec.hardware, machine: { ...spec.hardware.machine, type: kept } } : spec.hardware
  const ordered = [...[...disks, ...nics].map(({ options }) => options), ...given.cdroms].some(({ bootOrder }) => bootOrder !== null)
  const ide = disks.some(({ bus }) => bus === 'ide')
  return { runBy, memoryMiB, vcpus, firmware, ordered, machineName, hardware: resolveHardware(given, { runBy, memoryMiB, vcpus, firmware, ide, ordered }) }
}
