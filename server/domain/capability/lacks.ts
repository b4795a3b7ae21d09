import type { VmSpec } from '@/server/contract/agent/vm'
import type { Reason } from '@/server/contract/api/common'
import type { HostOfferGroup } from '@/server/contract/api/capability'
import { resolveHardware } from '@/server/domain/vm/hardware/resolve'
import { needsOf } from './needs'
import type { ResolvedMachine } from './needs'

/** A machine as it is wanted. `keepHardware` = its hardware is not known. */
export interface CapabilityWish extends ResolvedMachine, Pick<VmSpec, 'memoryMiB' | 'vcpus' | 'virtType'> {
  keepHardware?: boolean
  disks: readonly (ResolvedMachine['disks'][number] & { options: { bootOrder: number | null } })[]
  nics: readonly (ResolvedMachine['nics'][number] & { options: { bootOrder: number | null } })[]
}

/** What a host can give, as far as it is known. */
export type HostOffers = HostOfferGroup['offers']

/** Why the host cannot run it, and the field that asks for what it lacks. */
export interface Lack extends Reason {
  field: string
}

const lack = (field: string, code: string, text: string, params: Reason['params'] = {}): Lack => ({ field, code, params, text })

const resolve = (wish: CapabilityWish, runBy: 'kvm' | 'qemu'): ResolvedMachine => {
  const { memoryMiB, vcpus, firmware, disks, nics } = wish
  const ordered = [...disks, ...nics].some(({ options }) => options.bootOrder !== null)
  return { ...wish, hardware: resolveHardware(wish.hardware, { runBy, memoryMiB, vcpus, firmware, ide: disks.some(({ bus }) => bus === 'ide'), ordered }) }
}

/** Why no combination of the host's fits; the widest reason alone. */
const unfit = ({ capabilities }: HostOffers, arch: string, machine: string, virtType: string): Lack[] => {
  const ofArch = capabilities.filter((each) => each.arch === arch)
  if (ofArch.length === 0) return [lack('hardware.machine.arch', 'lacks_arch', `has no QEMU for ${arch}`, { arch })]
  if (!ofArch.some((each) => each.machine === machine)) return [lack('hardware.machine.type', 'lacks_machine', `does not know the machine type ${machine}`, { type: machine })]
  return [lack('virtType', 'lacks_kvm', virtType === 'kvm' ? 'has no KVM' : 'does not offer software emulation', { type: virtType })]
}

/**
 * What of a machine's hardware the host cannot give. What a host does not tell of itself counts as there: libvirt has the last word at
 * the start.
 */
export const lacks = (wish: CapabilityWish, host: HostOffers): Lack[] => {
  if (host.capabilities.length === 0 || wish.keepHardware || wish.hardware.hypervisor !== 'qemu') return []
  const runBy = wish.virtType === 'auto' ? (host.kvm ? 'kvm' : 'qemu') : wish.virtType
  const machine = resolve(wish, runBy)
  const { arch, type } = machine.hardware.machine
  const { hugePagesKiB } = machine.hardware.memory
  const pages = hugePagesKiB === null || (host.hugePagesKiB?.includes(hugePagesKiB) ?? true)
    ? []
    : [lack('hardware.memory.hugePagesKiB', 'lacks_huge_pages', `has no huge pages of ${hugePagesKiB / 1024} MiB`, { sizeMiB: hugePagesKiB / 1024 })]
  const found = host.capabilities.find((each) => each.arch === arch && each.machine === type && each.virtType === runBy)
  if (!found) return [...unfit(host, arch, type, runBy), ...pages]
  const lacking = needsOf(machine, runBy).filter(({ kind, value }) => found.offers[kind]?.includes(value) === false)
  return [...lacking.map(({ field, code, text, params }) => lack(field, code, text, params)), ...pages]
}
