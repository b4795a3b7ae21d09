import { changeChild, element, find, setChild, text, withAttributes } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

/** What really runs the machine; `auto` has been decided by then. */
export type Accelerator = 'kvm' | 'qemu'

/** All vCPUs as cores of one socket: several guests limit the number of sockets they use. */
const topology = (vcpus: number): Element => element('topology', { sockets: 1, dies: 1, cores: vcpus, threads: 1 })

/**
 * KVM: the host's own CPU. Emulation: Nehalem, because current distributions need x86-64-v2, and a named model stays the
 * same from one QEMU to the next (`max` does not). `check=none`: the emulator, not the host's CPU, provides it.
 */
export const buildCpu = (accelerator: Accelerator, vcpus: number): Element =>
  accelerator === 'kvm'
    ? element('cpu', { mode: 'host-passthrough', check: 'none', migratable: 'on' }, topology(vcpus))
    : element('cpu', { mode: 'custom', match: 'exact', check: 'none' }, element('model', { fallback: 'forbid' }, 'Nehalem'), topology(vcpus))

export const buildVcpus = (vcpus: number): Element => element('vcpu', {}, vcpus)

/** Number of vCPUs of the machine; 1 when the XML does not say, as libvirt has it. */
export const parseVcpus = (domain: Element): number => Number(text(domain, 'vcpu') ?? 1)

/** `domain` with that many vCPUs; a topology that would contradict the number is replaced. */
export const editVcpus = (domain: Element, vcpus: number): Element => {
  if (parseVcpus(domain) === vcpus) return domain
  const counted = setChild(domain, 'vcpu', element('vcpu', { ...find(domain, 'vcpu')?.attributes, current: null }, vcpus))
  return changeChild(setChild(counted, 'vcpus', null), 'cpu', (cpu) => (find(cpu, 'topology') ? setChild(cpu, 'topology', topology(vcpus)) : cpu))
}

/** `domain` run by that accelerator; its CPU is replaced only when the accelerator changes. */
export const editAccelerator = (domain: Element, accelerator: Accelerator): Element =>
  domain.attributes['type'] === accelerator ? domain : setChild(withAttributes(domain, { type: accelerator }), 'cpu', buildCpu(accelerator, parseVcpus(domain)))
