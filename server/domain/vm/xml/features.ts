import { Features, HyperV } from '@/server/contract/hardware/firmware'
import { attr, element, find } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { numberOf, readPart } from './part'
import type { Machine, Part } from './part'

const switches = ['relaxed', 'vapic', 'vpindex', 'runtime', 'synic', 'stimer', 'reset', 'frequencies', 'tlbflush', 'ipi'] as const

const buildHyperV = ({ hardware: { features: { hyperv } } }: Machine): Element | null => {
  const on = element(
    'hyperv',
    { mode: 'custom' },
    ...switches.filter((name) => hyperv[name]).map((name) => element(name, { state: 'on' })),
    hyperv.spinlocks === null ? null : element('spinlocks', { state: 'on', retries: hyperv.spinlocks }),
  )
  return on.children.length === 0 ? null : on
}

/** The virtual port of VMware stays off: a guest would take it for that hypervisor. Secure Boot rests on SMM. */
const buildFeatures = (machine: Machine): Element => {
  const { machine: { arch }, features, firmware } = machine.hardware
  const pc = arch === 'x86_64'
  return element(
    'features',
    {},
    features.acpi ? element('acpi') : null,
    features.apic && pc ? element('apic') : null,
    features.pae ? element('pae') : null,
    buildHyperV(machine),
    features.kvmHidden ? element('kvm', {}, element('hidden', { state: 'on' })) : null,
    pc ? element('vmport', { state: 'off' }) : null,
    firmware.secureBoot ? element('smm', { state: 'on' }) : null,
    features.gic === null ? null : element('gic', { version: features.gic }),
  )
}

/** https://libvirt.org/formatdomain.html#hypervisor-features */
export const featuresPart: Part = {
  fields: ['features', 'firmware'],
  shape: {
    features: {
      children: {
        acpi: 'whole', apic: {}, pae: 'whole', kvm: { children: { hidden: 'whole' } }, vmport: 'whole', smm: {}, gic: 'whole',
        hyperv: { attributes: ['mode'], children: Object.fromEntries([...switches, 'spinlocks'].map((name) => [name, 'whole' as const])) },
      },
    },
  },
  platform: (machine) => [buildFeatures(machine)],
}

const isOn = (features: Element, path: string): boolean => attr(features, 'state', path) === 'on'

const parseHyperV = (features: Element): HyperV =>
  readPart(HyperV, {
    ...Object.fromEntries(switches.map((name) => [name, isOn(features, `hyperv/${name}`)])),
    spinlocks: isOn(features, 'hyperv/spinlocks') ? (numberOf(attr(features, 'retries', 'hyperv/spinlocks')) ?? 4095) : null,
  })

export const parseFeatures = (domain: Element): Features => {
  const features = find(domain, 'features') ?? element('features')
  return readPart(Features, {
    acpi: find(features, 'acpi') !== null,
    apic: find(features, 'apic') !== null || attr(domain, 'arch', 'os/type') === 'aarch64',
    pae: find(features, 'pae') !== null,
    kvmHidden: isOn(features, 'kvm/hidden'),
    gic: attr(features, 'version', 'gic'),
    hyperv: parseHyperV(features),
  })
}
