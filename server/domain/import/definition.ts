import { attr, changeChild, element, elements, find, isElement, setChild, withAttributes, withChildren } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { alias } from '@/server/domain/vm/xml/alias'
import { hotplugPorts } from '@/server/domain/vm/xml/domain'
import { vmNamespace } from '@/server/domain/vm/xml/metadata'
import { familyOf, parseMachineName } from '@/server/domain/vm/xml/os'

/**
 * What a file from elsewhere may bring along beside what Atrium models: how the machine looks to its guest. Anything that reaches
 * for the host (a path, a socket, a folder, another tool's arguments) is not among it, whoever wrote the file.
 */
const platform = [
  'title', 'metadata', 'memory', 'currentMemory', 'maxMemory', 'memoryBacking', 'vcpu', 'iothreads', 'os', 'sysinfo', 'features', 'cpu', 'clock',
  'on_poweroff', 'on_reboot', 'on_crash', 'on_lockfailure', 'pm', 'devices',
]
const osParts = ['type', 'boot', 'bootmenu', 'bios', 'smbios', 'firmware']
const devices = ['controller', 'disk', 'interface', 'hub', 'input', 'sound', 'video', 'watchdog', 'memballoon', 'panic', 'iommu']
/** Root ports and what hangs on them are laid out anew, because its new host may have other ones. */
const controllers = ['usb', 'virtio-serial', 'ccid', 'scsi']
const inputs = ['mouse', 'keyboard', 'tablet']
const diskParts = ['driver', 'target', 'geometry', 'blockio', 'vendor', 'product']
/** What depends on how it is connected is left out: it gets another network, or none. */
const nicParts = ['mac', 'model', 'driver', 'rom']
/** Atrium has these in fields of its own, or they belong to the old host and are told of where it matters. */
const told = [
  'name', 'uuid', 'genid', 'description', 'cputune', 'numatune', 'seclabel', 'resource', 'vcpus', 'iothreadids', 'emulator', 'serial', 'console', 'channel',
  'graphics', 'tpm', 'rng', 'hostdev', 'smartcard', 'vsock', 'memory', 'redirdev', 'audio', 'controller', 'input',
]

const only = (part: Element, names: readonly string[]): Element => withChildren(part, elements(part).filter(({ name }) => names.includes(name)))

const isPath = (value: string): boolean => value.trim().startsWith('/')
/** Without every element that names a path. */
const withoutPaths = (part: Element): Element =>
  withChildren(part, part.children.filter((node) => !isElement(node) || !namesPath(node)).map((node) => (isElement(node) ? withoutPaths(node) : node)))
const namesPath = ({ attributes, children }: Element): boolean =>
  Object.values(attributes).some(isPath) || children.some((node) => typeof node === 'string' && isPath(node))

/** Of others alone, and only what says of itself whose it is. */
const foreign = (entry: Element): boolean => {
  const space = entry.attributes[entry.name.includes(':') ? `xmlns:${entry.name.split(':')[0]}` : 'xmlns'] ?? ''
  return space !== '' && !space.startsWith(new URL('/', vmNamespace).href)
}

/** Its machine type in any version that the new host has. */
const osOf = (os: Element): Element =>
  changeChild(only(os, osParts), 'type', (type) => withAttributes(type, { machine: familyOf(attr(type, 'machine') ?? '') }))

const isTaken = (device: Element): boolean =>
  devices.includes(device.name) &&
  (device.name !== 'controller' || controllers.includes(attr(device, 'type') ?? '')) &&
  (device.name !== 'input' || inputs.includes(attr(device, 'type') ?? ''))

const deviceOf = (device: Element): Element => {
  const plain = setChild(setChild(device, 'address', null), 'alias', null)
  return device.name === 'disk' ? only(plain, diskParts) : device.name === 'interface' ? only(plain, nicParts) : plain
}

const partOf = (part: Element): Element => {
  if (part.name === 'metadata') return withChildren(part, elements(part).filter(foreign))
  if (part.name === 'os') return osOf(part)
  if (part.name === 'devices') return withoutPaths(withChildren(part, elements(part).filter(isTaken).map(deviceOf)))
  return withoutPaths(part)
}

const isMachines = (part: Element): boolean => part.name !== 'sysinfo' || attr(part, 'type') === 'smbios'
const withoutId = (sysinfo: Element): Element =>
  changeChild(sysinfo, 'system', (system) => withChildren(system, elements(system).filter((entry) => attr(entry, 'name') !== 'uuid')))

/** The part of it that the imported machine keeps, and the names of those elements that are lost. */
export function importedDefinition(domain: Element): { definition: Element; lost: string[] } {
  const parts = elements(domain).filter((part) => platform.includes(part.name) && isMachines(part)).map((part) => (part.name === 'sysinfo' ? withoutId(partOf(part)) : partOf(part)))
  const left = [...elements(domain).filter(({ name }) => !platform.includes(name)), ...elements(find(domain, 'devices') ?? element('devices')).filter((device) => !isTaken(device))]
  const definition = element('domain', { type: attr(domain, 'type') }, ...parts)
  const ports = hotplugPorts(familyOf(parseMachineName(definition)))
  return {
    definition: changeChild(definition, 'devices', (all) => withChildren(all, [...ports, ...all.children])),
    lost: [...new Set(left.map(({ name }) => name).filter((name) => !told.includes(name)))],
  }
}

/** The definition with the ids of the disks and cards that are imported, by their places in it; others are left out. */
export const withDevices = (definition: Element, disks: ReadonlyMap<number, string>, nics: ReadonlyMap<number, string>): Element => {
  const count = { disk: 0, interface: 0 }
  return changeChild(definition, 'devices', (all) => withChildren(all, elements(all).flatMap((device) => {
    if (device.name === 'disk' && !['disk', 'lun'].includes(attr(device, 'device') ?? 'disk')) return []
    if (device.name !== 'disk' && device.name !== 'interface') return [device]
    const id = (device.name === 'disk' ? disks : nics).get(count[device.name]++)
    return id === undefined ? [] : [setChild(device, 'alias', alias(id))]
  })))
}
