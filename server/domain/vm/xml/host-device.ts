import { HostDevice } from '@/server/contract/hardware/host-device'
import { attr, element, find, findAll } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { hostDeviceKey } from '../hardware/host-device'
import { numberOf } from './part'
import type { DeviceKind, Part } from './part'

const hex = (digits: string | undefined): string => `0x${digits ?? '0'}`

const pciAddress = (address: string, type: 'pci' | null = null): Element => {
  const [domain, bus, slot, fn] = address.split(/[:.]/)
  return element('source', {}, element('address', { type, domain: hex(domain), bus: hex(bus), slot: hex(slot), function: hex(fn) }))
}

const readPci = (device: Element): string => {
  const part = (name: string, width: number) => Number(attr(device, name, 'source/address') ?? 0).toString(16).padStart(width, '0')
  return `${part('domain', 4)}:${part('bus', 2)}:${part('slot', 2)}.${part('function', 1)}`
}

/** `managed`: libvirt takes the device from its driver and gives it back. */
const build = (device: HostDevice): Element => {
  switch (device.type) {
    case 'pci':
      return element('hostdev', { mode: 'subsystem', type: 'pci', managed: 'yes' }, pciAddress(device.address), device.rom ? null : element('rom', { bar: 'off' }))
    case 'vf':
      return element(
        'interface', { type: 'hostdev', managed: 'yes' }, element('mac', { address: device.mac }), pciAddress(device.address, 'pci'),
        device.vlan === null ? null : element('vlan', {}, element('tag', { id: device.vlan })),
      )
    case 'mdev':
      return element(
        'hostdev', { mode: 'subsystem', type: 'mdev', model: 'vfio-pci', display: device.display ? 'on' : 'off' },
        element('source', {}, element('address', { uuid: device.uuid })),
      )
    case 'usb':
      return element(
        'hostdev', { mode: 'subsystem', type: 'usb', managed: 'yes' },
        element('source', {}, element('vendor', { id: device.vendor }), element('product', { id: device.product })),
      )
  }
}

const read = (device: Element): unknown => {
  if (device.name === 'interface') {
    const vlan = numberOf(attr(device, 'id', 'vlan/tag')) ?? null
    return { type: 'vf', address: readPci(device), mac: attr(device, 'address', 'mac')?.toLowerCase(), vlan }
  }
  const type = attr(device, 'type')
  if (type === 'pci') return { type, address: readPci(device), rom: attr(device, 'bar', 'rom') !== 'off' }
  if (type === 'mdev') return { type, uuid: attr(device, 'uuid', 'source/address'), display: attr(device, 'display') === 'on' }
  return { type, vendor: attr(device, 'id', 'source/vendor'), product: attr(device, 'id', 'source/product') }
}

/** Null for a device that Atrium has no word for (SCSI, a USB device by its port): it is left alone. */
const parse = (device: Element): HostDevice | null => HostDevice.safeParse(read(device)).data ?? null
const isModelled = (device: Element): boolean => find(device, 'source') !== null && parse(device) !== null

const keyOf = (device: Element): string => {
  const parsed = parse(device)
  return parsed === null ? '' : hostDeviceKey(parsed)
}

const hostdevs: DeviceKind = {
  name: 'hostdev',
  is: (device) => attr(device, 'mode') === 'subsystem' && isModelled(device),
  key: keyOf,
  marked: () => true,
  shape: { attributes: ['display'], children: { rom: { attributes: ['bar'] } } },
}
const functions: DeviceKind = {
  name: 'interface',
  is: (device) => attr(device, 'type') === 'hostdev' && isModelled(device),
  key: readPci,
  marked: () => true,
  shape: { children: { mac: 'whole', vlan: 'whole' } },
}

/** Pass-through (rows 16-01 … 16-45). https://libvirt.org/formatdomain.html#host-device-assignment */
export const hostDevicePart: Part = { fields: ['hostDevices'], kinds: [hostdevs, functions], devices: ({ hardware }) => hardware.hostDevices.map(build) }

/** The pass-through devices of `domain`, with the elements that show them. */
export const hostDeviceElements = (domain: Element): { hostDevice: HostDevice; device: Element }[] =>
  [...findAll(domain, 'devices/hostdev').filter(hostdevs.is), ...findAll(domain, 'devices/interface').filter(functions.is)].flatMap((device) => {
    const hostDevice = parse(device)
    return hostDevice ? [{ hostDevice, device }] : []
  })

export const parseHostDevices = (domain: Element): HostDevice[] => hostDeviceElements(domain).map(({ hostDevice }) => hostDevice)
