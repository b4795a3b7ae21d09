import { Cdrom, Floppy } from '@/server/contract/hardware/cdrom'
import { attr, element, find, findAll } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { isConfigDrive } from './config-drive'
import { numberOf } from './part'
import type { DeviceKind, Part } from './part'

const drive = (device: 'cdrom' | 'floppy', target: string, bus: string, path: string | null, ...more: (Element | null)[]): Element =>
  element(
    'disk', { type: 'file', device }, element('driver', { name: 'qemu', type: 'raw' }), path === null ? null : element('source', { file: path }),
    element('target', { dev: target, bus }), ...more,
  )

const pathOf = (device: Element): string | null => attr(device, 'file', 'source') ?? attr(device, 'dev', 'source')

/** Null for a drive that Atrium has no word for, such as one on virtio: it is left alone. */
const parseCdrom = (device: Element): Cdrom | null =>
  Cdrom.safeParse({
    target: attr(device, 'dev', 'target'), bus: attr(device, 'bus', 'target'), path: pathOf(device), bootOrder: numberOf(attr(device, 'order', 'boot')),
  }).data ?? null

const parseFloppy = (device: Element): Floppy | null =>
  Floppy.safeParse({ target: attr(device, 'dev', 'target'), path: pathOf(device), readOnly: find(device, 'readonly') !== null }).data ?? null

const kind = (device: 'cdrom' | 'floppy', parse: (drive: Element) => unknown): DeviceKind => ({
  name: 'disk',
  is: (each) => attr(each, 'device') === device && !isConfigDrive(each) && parse(each) !== null,
  key: (each) => attr(each, 'dev', 'target') ?? '',
  place: (each) => attr(each, 'bus', 'target') ?? '',
  marked: () => true,
  shape: { attributes: ['type'], children: { source: 'whole', target: { attributes: ['dev', 'bus'] }, boot: 'whole', ...(device === 'floppy' ? { readonly: 'whole' as const } : {}) } },
})
const cdroms = kind('cdrom', parseCdrom)
const floppies = kind('floppy', parseFloppy)

export const cdromPart: Part = {
  fields: ['cdroms'],
  kinds: [cdroms],
  devices: ({ hardware }) => hardware.cdroms.map(({ target, bus, path, bootOrder }) =>
    drive('cdrom', target, bus, path, element('readonly'), bootOrder === null ? null : element('boot', { order: bootOrder }))),
}

export const floppyPart: Part = {
  fields: ['floppies'],
  kinds: [floppies],
  devices: ({ hardware }) => hardware.floppies.map(({ target, path, readOnly }) => drive('floppy', target, 'fdc', path, readOnly ? element('readonly') : null)),
}

export const parseCdroms = (domain: Element): Cdrom[] => findAll(domain, 'devices/disk').filter(cdroms.is).flatMap((device) => parseCdrom(device) ?? [])
export const parseFloppies = (domain: Element): Floppy[] => findAll(domain, 'devices/disk').filter(floppies.is).flatMap((device) => parseFloppy(device) ?? [])
