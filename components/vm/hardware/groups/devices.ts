import { freeTarget } from '@/server/domain/vm/hardware/target'
import type { Draft } from '../draft'
import { advanced, choice, flag, maybe, number, part, text, type FieldSpec, type Group } from '../field'

const targets = ({ disks }: Draft, present: readonly object[]): string[] =>
  [...disks, ...present].flatMap(each => ('target' in each && typeof each.target === 'string' ? [each.target] : []))

export const drives: Group = {
  id: 'drives',
  fields: () => [
    {
      kind: 'list', path: 'hardware.cdroms', max: 4, make: (draft, present) => ({ target: freeTarget('sata', targets(draft, present)), bus: 'sata', path: null, bootOrder: null }),
      fields: [text('path', 'hostPath', { none: true, placeholder: '/srv/iso/debian.iso' }), choice('bus', ['sata', 'scsi', 'ide', 'usb']), text('target', 'driveName', { max: 3 }), maybe('bootOrder', 1, 99)],
    },
    {
      kind: 'list', path: 'hardware.floppies', max: 2, ...advanced, make: (_, present) => ({ target: present.length === 0 ? 'fda' : 'fdb', path: null, readOnly: false }),
      fields: [text('path', 'hostPath', { none: true }), choice('target', ['fda', 'fdb']), flag('readOnly')],
    },
  ],
}

const redirects: FieldSpec['when'] = ({ hardware }) => hardware.usb.redirections > 0 || hardware.usb.redirectionRules.length > 0

export const usbAndSound: Group = {
  id: 'usb',
  fields: () => [
    choice('hardware.usb.controller', ['qemu-xhci', 'nec-xhci', 'ich9-ehci1', 'ehci', 'piix3-uhci', 'piix4-uhci', 'pci-ohci', 'none']),
    number('hardware.usb.redirections', 0, 4),
    {
      kind: 'list', path: 'hardware.usb.redirectionRules', max: 64, when: redirects, ...advanced,
      make: () => ({ class: null, vendor: null, product: null, version: null, allow: true }),
      fields: [
        flag('allow'),
        text('class', 'hex2', { none: true, placeholder: '0x08' }),
        text('vendor', 'hex4', { none: true, placeholder: '0x1234' }),
        text('product', 'hex4', { none: true, placeholder: '0xbeef' }),
        text('version', 'usbVersion', { none: true, placeholder: '2.0' }),
      ],
    },
    part('hardware.sound', [choice('model', ['ich6', 'ich9', 'ac97', 'es1370', 'sb16', 'usb'])], { make: () => ({ model: 'ich9' }) }),
    part('hardware.smartcard', [choice('mode', ['client', 'host'])], { make: () => ({ mode: 'client' }), ...advanced }),
  ],
}

const passesThrough: FieldSpec['when'] = (_, of) => typeof of === 'object' && of !== null && 'backend' in of && of.backend === 'passthrough'

export const safety: Group = {
  id: 'safety',
  fields: () => [
    part('hardware.tpm', [
      choice('model', ['tpm-crb', 'tpm-tis']), choice('backend', ['emulator', 'passthrough']), choice('version', ['2.0', '1.2']),
      text('device', 'hostPath', { when: passesThrough }),
    ], { make: () => ({ model: 'tpm-crb', backend: 'emulator', version: '2.0', device: '/dev/tpm0' }) }),
    part('hardware.rng', [
      text('source', 'hostPath'),
      part('rate', [number('bytes', 1, 2 ** 31), number('periodMs', 1, 2 ** 31, { unit: 'ms' })], { make: () => ({ bytes: 1024, periodMs: 1000 }) }),
    ], { make: () => ({ source: '/dev/urandom', rate: null }) }),
    part('hardware.watchdog', [
      choice('model', ['i6300esb', 'ib700', 'diag288']), choice('action', ['reset', 'shutdown', 'poweroff', 'pause', 'none', 'dump', 'inject-nmi']),
    ], { make: () => ({ model: 'i6300esb', action: 'reset' }) }),
    part('hardware.panic', [choice('model', ['isa', 'hyperv'])], { make: () => ({ model: 'isa' }) }),
    part('hardware.vsock', [maybe('cid', 3, 4_294_967_294)], { make: () => ({ cid: null }) }),
  ],
}

const isType = (...types: string[]): FieldSpec['when'] => (_, of) => typeof of === 'object' && of !== null && 'type' in of && types.includes(String(of.type))
const newDevice = { rom: true, address: '', mac: '', vlan: null, uuid: '', display: false, vendor: '', product: '' }
const ofType: Readonly<Record<string, readonly (keyof typeof newDevice)[]>> = { pci: ['address', 'rom'], vf: ['address', 'mac', 'vlan'], mdev: ['uuid', 'display'], usb: ['vendor', 'product'] }

/** A device of one kind has the fields of that kind alone. */
export function shapeDevice(item: object): object {
  const type = 'type' in item ? String(item.type) : 'pci'
  const given = { ...newDevice, ...item }
  return { type, ...Object.fromEntries((ofType[type] ?? []).map(name => [name, given[name]])) }
}

export const hostDevices: Group = {
  id: 'hostDevices',
  fields: () => [
    {
      kind: 'list', path: 'hardware.hostDevices', max: 32, make: () => ({ type: 'pci', address: '', rom: true }), shape: shapeDevice,
      fields: [
        choice('type', ['pci', 'vf', 'mdev', 'usb']),
        text('address', 'hostPci', { placeholder: '0000:3b:00.1', when: isType('pci', 'vf') }),
        flag('rom', { when: isType('pci') }),
        text('mac', 'mac', { placeholder: '52:54:00:12:34:56', when: isType('vf') }),
        maybe('vlan', 1, 4094, { when: isType('vf') }),
        text('uuid', 'uuid', { when: isType('mdev') }),
        flag('display', { when: isType('mdev') }),
        text('vendor', 'usbId', { placeholder: '0x1234', when: isType('usb') }),
        text('product', 'usbId', { placeholder: '0xbeef', when: isType('usb') }),
      ],
    },
  ],
}

export const identity: Group = {
  id: 'identity',
  fields: () => [
    choice('hardware.smbios.mode', ['default', 'emulate', 'host', 'sysinfo']),
    ...['manufacturer', 'product', 'version', 'serial', 'sku', 'family'].map(name =>
      text(`hardware.smbios.${name}`, 'word', { max: 255, when: ({ hardware }) => hardware.smbios.mode === 'sysinfo' })),
  ],
}

export const custom: Group = { id: 'custom', fields: () => [{ kind: 'pairs', path: 'hardware.customProperties', form: 'token' }] }
