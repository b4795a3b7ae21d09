import { attr, element, find, findAll, isElement, withAttributes, withChildren } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { buildXml } from '@/server/domain/xml/build'
import { elements, text } from '@/server/domain/xml/element'

const pick = (value: string | null, otherwise: string): string => value ?? otherwise

const diskOf = (disk: Element) => {
  const path = attr(disk, 'file', 'source') ?? attr(disk, 'dev', 'source')
  if (path === null) return []
  const target = pick(attr(disk, 'dev', 'target'), '')
  return [{ target, path, format: pick(attr(disk, 'type', 'driver'), 'raw'), cache: pick(attr(disk, 'cache', 'driver'), 'default'), readOnly: find(disk, 'readonly') !== null }]
}

const hostDevice = (device: Element): string => {
  const address = find(device, 'source/address')?.attributes ?? {}
  return `${pick(attr(device, 'type'), 'device')} ${Object.values(address).join(':')}`.trim()
}

const interfaces = (domain: Element): Element[] => findAll(domain, 'devices/interface')

/** Devices that hang on this very host: hostdev of any kind, and cards that are a function of one. */
const hostDevices = (domain: Element): string[] => [
  ...findAll(domain, 'devices/hostdev').map(hostDevice),
  ...interfaces(domain)
    .filter(card => ['hostdev', 'vdpa'].includes(attr(card, 'type') ?? ''))
    .map(card => `network card ${pick(attr(card, 'address', 'mac'), '')}`),
]

/** What libvirt compares: model and features, without topology, NUMA and cache, which are the guest's own. */
const cpuOf = (domain: Element): string | null => {
  const cpu = find(domain, 'cpu')
  if (!cpu || attr(cpu, 'mode') === 'host-passthrough' || attr(cpu, 'mode') === 'maximum' || !find(cpu, 'model')) return null
  const kept = elements(cpu).filter(({ name }) => ['model', 'vendor', 'feature'].includes(name))
  return buildXml(element('cpu', { mode: attr(cpu, 'mode'), match: attr(cpu, 'match') }, ...kept))
}

/** What the preflight needs of a domain's XML. */
export const describeForMigration = (domain: Element) => ({
  cpuXml: cpuOf(domain),
  virtType: pick(attr(domain, 'type'), 'qemu'),
  machine: pick(attr(domain, 'machine', 'os/type'), ''),
  emulator: pick(text(domain, 'devices/emulator'), '/usr/bin/qemu-system-x86_64'),
  disks: findAll(domain, 'devices/disk').flatMap(diskOf),
  networks: [...new Set(interfaces(domain).flatMap(card => attr(card, 'network', 'source') ?? []))],
  bridges: [...new Set(interfaces(domain)
    .filter(card => attr(card, 'type') === 'bridge')
    .flatMap(card => attr(card, 'bridge', 'source') ?? []))],
  hostDevices: hostDevices(domain),
})

type Paths = ReadonlyMap<string, string>

/** What a disk is based on is read from its image there: the new one may be based on nothing. */
function relocate(disk: Element, paths: Paths): Element {
  const to = paths.get(attr(disk, 'file', 'source') ?? '')
  if (to === undefined) return disk
  const kept = disk.children.filter(child => !isElement(child) || child.name !== 'backingStore')
  return withChildren(disk, kept.map(child => (isElement(child) && child.name === 'source' ? withAttributes(child, { file: to }) : child)))
}

const inChildren = (parent: Element, name: string, edit: (child: Element) => Element): Element =>
  withChildren(parent, parent.children.map(child => (isElement(child) && child.name === name ? edit(child) : child)))

/** The same machine with images at other paths: `paths` leads from the old one to the new. */
export const withImagePaths = (domain: Element, paths: Paths): Element =>
  inChildren(domain, 'devices', devices => inChildren(devices, 'disk', disk => relocate(disk, paths)))
