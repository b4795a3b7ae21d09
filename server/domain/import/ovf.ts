import type { ImportProblem } from '@/server/contract/agent/import'
import type { ImportFinding } from '@/server/contract/api/import'
import { attr, isElement, text } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { busFindings, busOf, familyHardware, macOfText, nicModelOf, shortened, stops, warns, wholeNumber } from './foreign'
import type { Controller, ForeignDisk, ForeignMachine } from './foreign'
import { guestOs } from './guest-os'
import { problem } from './problem'

/** Every writer chooses its own prefixes for the same namespaces, and the names alone are clear. */
const bare = (name: string): string => name.split(':').at(-1) ?? name
const bareNames = (element: Element): Element => ({
  name: bare(element.name),
  attributes: Object.fromEntries(Object.entries(element.attributes).map(([key, value]) => [bare(key), value])),
  children: element.children.map((child) => (isElement(child) ? bareNames(child) : child)),
})
const all = (parent: Element, name: string): Element[] => parent.children.filter(isElement).flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)])

/** Resource types of CIM (DSP0004, CIM_ResourceAllocationSettingData). */
const types = { cpu: 3, memory: 4, ide: 5, scsi: 6, ethernet: 10, floppy: 14, cd: 15, dvd: 16, disk: 17, sata: 20, serial: 21, usb: 23, graphics: 24, sound: 35 } as const
const ignored: readonly number[] = [types.floppy, types.usb, types.graphics, types.sound]
const understood: readonly number[] = Object.values(types)

interface Item {
  id: string
  type: number
  subtype: string
  name: string
  quantity: string
  units: string
  parent: string
  hostResource: string
  connection: string
  address: string
}

const itemOf = (element: Element): Item => ({
  id: text(element, 'InstanceID') ?? '', type: wholeNumber(text(element, 'ResourceType')) ?? 0, subtype: text(element, 'ResourceSubType') ?? '',
  name: text(element, 'ElementName') ?? text(element, 'Description') ?? '', quantity: text(element, 'VirtualQuantity') ?? '', units: text(element, 'AllocationUnits') ?? '',
  parent: text(element, 'Parent') ?? '', hostResource: text(element, 'HostResource') ?? '', connection: text(element, 'Connection') ?? '', address: text(element, 'Address') ?? '',
})

/** `byte * 2^20`, `MegaBytes`, `GigaBytes` (DSP0004, annex C). */
const bytesOf = (quantity: string, units: string): number | null => {
  const count = wholeNumber(quantity)
  const power = /2\^(\d{1,2})/.exec(units)?.[1] ?? (/giga|gb/i.test(units) ? '30' : /kilo|kb/i.test(units) ? '10' : /mega|mb/i.test(units) || units === '' ? '20' : '0')
  return count === null ? null : count * 2 ** Number(power)
}

const controllerOf = (item: Item | undefined): Controller =>
  item?.type === types.ide ? 'ide' : item?.type === types.sata ? (/nvme/i.test(item.subtype) ? 'nvme' : 'sata') : /virtio/i.test(item?.subtype ?? '') ? 'virtio' : 'scsi'

interface Package {
  files: Map<string, { href: string; compressed: boolean }>
  disks: Map<string, { fileRef: string; parent: boolean }>
}

const packageOf = (envelope: Element): Package => ({
  files: new Map(all(envelope, 'File').map((file) => [attr(file, 'id') ?? '', { href: attr(file, 'href') ?? '', compressed: !['', 'identity'].includes(attr(file, 'compression') ?? '') }])),
  disks: new Map(all(envelope, 'DiskSection').flatMap((section) => all(section, 'Disk')).map((disk) => [attr(disk, 'diskId') ?? '', { fileRef: attr(disk, 'fileRef') ?? '', parent: attr(disk, 'parentRef') !== null }])),
})

interface ReadDisk {
  disk: ForeignDisk
  of: Controller
}

function diskProblem(key: string, file: { href: string; compressed: boolean } | undefined, disk: { parent: boolean } | undefined): ImportProblem | null {
  if (file?.compressed) return problem('import_compressed', `${file.href} is compressed; unpack it first.`, { file: shortened(file.href, 255) })
  return disk?.parent ? problem('import_snapshot', `${key} is a snapshot of another disk; export the machine without snapshots.`, { file: key }) : null
}

/** `ovf:/disk/vmdisk1` or `/disk/vmdisk1` names a disk, `/file/…` its file at once. */
function readDisk(item: Item, items: readonly Item[], { files, disks }: Package): ReadDisk {
  const [, kind, id = ''] = /^(?:ovf:)?\/?(disk|file)\/(.+)$/.exec(item.hostResource) ?? []
  const disk = kind === 'disk' ? disks.get(id) : undefined
  const file = files.get(kind === 'file' ? id : (disk?.fileRef ?? ''))
  const parent = items.find((each) => each.id === item.parent)
  const of = controllerOf(parent)
  const key = shortened(id || item.name || item.id, 128)
  const controller = parent?.subtype ? `${of.toUpperCase()} (${shortened(parent.subtype, 40)})` : of.toUpperCase()
  return { disk: { key, file: file?.href ?? null, bus: busOf[of], controller, problem: diskProblem(key, file, disk) }, of }
}

const configs = (system: Element): Map<string, string> =>
  new Map([...all(system, 'Config'), ...all(system, 'ExtraConfig')].map((each) => [(attr(each, 'key') ?? '').toLowerCase(), attr(each, 'value') ?? '']))

const isUefi = (system: Element, values: Map<string, string>): boolean =>
  values.get('firmware') === 'efi' || all(system, 'Firmware').some((each) => /efi/i.test(attr(each, 'type') ?? ''))

/** VirtualBox writes its own word beside the standard's number. */
const osOf = (system: Element): string => {
  const [section] = all(system, 'OperatingSystemSection')
  const [ofVirtualBox] = all(system, 'OSType')
  return (section && (attr(section, 'osType') ?? null)) ?? (ofVirtualBox && text(ofVirtualBox)) ?? (section && text(section, 'Description')) ?? ''
}

const empty = (findings: ImportFinding[]): ForeignMachine =>
  ({ name: '', description: '', os: 'other', family: 'other', memoryMiB: null, vcpus: null, firmware: 'bios', hardware: {}, disks: [], nics: [], cdroms: 0, findings })

function itemFindings(items: readonly Item[]): ImportFinding[] {
  const ports = items.filter(({ type }) => type === types.serial)
  const unknown = items.filter(({ type }) => !understood.includes(type)).map(({ name, type }) => name || String(type))
  return [
    ...(ports.length > 0 ? [warns('import_ports', 'Its serial ports are left out; the machine gets one serial console.', { devices: String(ports.length) })] : []),
    ...(unknown.length > 0 ? [warns('import_unknown', `These devices are not known here and are left out: ${unknown.join(', ')}.`, { devices: shortened(unknown.join(', '), 200) })] : []),
  ]
}

const machineOf = (system: Element, envelope: Element): ForeignMachine => {
  const [section] = all(system, 'VirtualHardwareSection')
  const items = section ? section.children.filter(isElement).filter(({ name }) => ['Item', 'StorageItem', 'EthernetPortItem'].includes(name)).map(itemOf) : []
  const of = (type: number) => items.filter((item) => item.type === type)
  const disks = of(types.disk).map((item) => readDisk(item, items, packageOf(envelope)))
  const values = configs(system)
  const { family, os } = guestOs(osOf(system))
  const uefi = isUefi(system, values)
  const secureBoot = uefi && values.get('bootoptions.efisecurebootenabled') === 'true'
  const memory = of(types.memory)[0]
  const bytes = memory ? bytesOf(memory.quantity, memory.units) : null
  const annotation = all(system, 'AnnotationSection')[0]
  return {
    name: shortened(text(system, 'Name') ?? attr(system, 'id') ?? '', 255),
    description: shortened((annotation && text(annotation, 'Annotation')) ?? '', 4000),
    os, family,
    memoryMiB: bytes === null ? null : Math.round(bytes / 1024 ** 2),
    vcpus: wholeNumber(of(types.cpu)[0]?.quantity),
    firmware: uefi ? 'uefi' : 'bios',
    hardware: { ...familyHardware(family), ...(secureBoot ? { firmware: { secureBoot } } : {}) },
    disks: disks.map(({ disk }) => disk),
    nics: of(types.ethernet).map((item, at) => ({ key: item.name || `nic${at + 1}`, network: shortened(item.connection, 128), model: nicModelOf(item.subtype), mac: macOfText(item.address) })),
    cdroms: of(types.cd).length + of(types.dvd).length,
    findings: [...busFindings(disks.map((disk) => ({ controller: disk.of }))), ...itemFindings(items.filter(({ type }) => !ignored.includes(type)))],
  }
}

/** A package of the DMTF's Open Virtualization Format with one machine. DSP0243. Errors: BAD_INPUT for what is no XML. */
export function readOvf(xml: string): ForeignMachine {
  const envelope = bareNames(parseXml(xml))
  const systems = all(envelope, 'VirtualSystem')
  const [system] = systems
  if (envelope.name !== 'Envelope' || !system) return empty([stops('import_no_machine', 'The description holds no machine.')])
  if (systems.length > 1) return empty([stops('import_several', `The package holds ${systems.length} machines; export them one by one.`, { count: systems.length })])
  return machineOf(system, envelope)
}
