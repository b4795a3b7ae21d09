import type { Addresses, DeviceAddress } from '@/server/contract/hardware/address'
import { attr, changeChild, element, elements, find, isElement, withChildren } from '@/server/domain/xml/element'
import type { Element, Node } from '@/server/domain/xml/element'
import { aliasId } from './alias'
import { familyOf, parseMachineName } from './os'

/** Where libvirt added a controller by itself, the next definition must have it too: the addresses behind it hang on it. */
const kept: readonly string[] = ['pci', 'virtio-serial', 'sata', 'scsi']
const roots: readonly string[] = ['pcie-root', 'pci-root']

const sourceOf = (device: Element): string => {
  const address = find(device, 'source/address')
  return address ? Object.values(address.attributes).join(' ') : ''
}

/** A device by what it is; another bus or model makes another device, which may sit elsewhere. */
const nameOf = (device: Element): string => {
  switch (device.name) {
    case 'disk':
      return `disk ${aliasId(device) ?? attr(device, 'dev', 'target')} ${attr(device, 'bus', 'target')}`
    case 'interface':
      return `interface ${aliasId(device) ?? attr(device, 'address', 'mac')?.toLowerCase()}`
    case 'controller':
      return `controller ${attr(device, 'type')} ${attr(device, 'index') ?? 0} ${attr(device, 'model') ?? ''}`.trim()
    case 'hostdev':
      return `hostdev ${attr(device, 'type')} ${sourceOf(device)}`
    default:
      return `${device.name} ${attr(device, 'model') ?? attr(device, 'type', 'model') ?? attr(device, 'bus') ?? attr(device, 'type') ?? ''}`.trim()
  }
}

/** The devices of a machine with a name each; equal ones are counted. */
const named = (devices: Element): { device: Element; name: string }[] => {
  const seen = new Map<string, number>()
  return elements(devices).map((device) => {
    const name = nameOf(device)
    const count = seen.get(name) ?? 0
    seen.set(name, count + 1)
    return { device, name: count === 0 ? name : `${name} #${count}` }
  })
}

const hex = (text: string | null, digits: number): string => Number(text ?? 0).toString(16).padStart(digits, '0')

const readAddress = ({ device, name }: { device: Element; name: string }): DeviceAddress[] => {
  const address = find(device, 'address')
  if (!address || attr(address, 'type') !== 'pci') return []
  const [domain, bus, slot, fn] = [hex(attr(address, 'domain'), 4), hex(attr(address, 'bus'), 2), hex(attr(address, 'slot'), 2), hex(attr(address, 'function'), 1)]
  return [{ device: name, address: `${domain}:${bus}:${slot}.${fn}`, multifunction: attr(address, 'multifunction') === 'on' }]
}

/** Where the devices of a machine sit; null where it has no PCI that Atrium knows. */
export const parseAddresses = (domain: Element): Addresses | null => {
  const machine = familyOf(parseMachineName(domain))
  const devices = named(find(domain, 'devices') ?? element('devices')).flatMap(readAddress)
  return machine && devices.length > 0 ? { machine, devices } : null
}

const buildAddress = ({ address, multifunction }: DeviceAddress): Element => {
  const [domain, bus, slot, fn] = address.split(/[:.]/).map((digits) => `0x${digits}`)
  return element('address', { type: 'pci', domain, bus, slot, function: fn, multifunction: multifunction ? 'on' : null })
}

const buildController = (known: DeviceAddress): Element[] => {
  const [kind, type, index, model] = known.device.split(' ')
  if (kind !== 'controller' || !type || !kept.includes(type) || roots.includes(model ?? '')) return []
  return [element('controller', { type, index, model: model ?? null }, buildAddress(known))]
}

/**
 * `domain` with every device that has no address yet where it sat before, and with the controllers behind which they sat. A place
 * that another device has meanwhile is left to that one. On another family of machine types nothing is given back.
 */
export const giveAddresses = (domain: Element, addresses: Addresses | null): Element => {
  const family = familyOf(parseMachineName(domain))
  if (!addresses || addresses.machine !== family) return domain
  return changeChild(domain, 'devices', (devices) => {
    const present = named(devices)
    const names = new Set(present.map(({ name }) => name))
    const taken = new Set(present.flatMap(readAddress).map(({ address }) => address))
    const known = new Map(addresses.devices.filter(({ address }) => !taken.has(address)).map((each) => [each.device, each]))
    const missing = addresses.devices.filter(({ device, address }) => !names.has(device) && !taken.has(address)).flatMap(buildController)
    const nameIn = new Map(present.map(({ device, name }) => [device, name]))
    const placed = devices.children.map((node): Node => {
      const place = isElement(node) && !find(node, 'address') ? known.get(nameIn.get(node) ?? '') : undefined
      return isElement(node) && place ? withChildren(node, [...node.children, buildAddress(place)]) : node
    })
    return withChildren(devices, [...placed, ...missing])
  })
}
