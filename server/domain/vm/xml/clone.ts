import type { Hardware } from '@/server/contract/hardware/hardware'
import { attr, changeChild, element, elements, find, isElement, setChild, withAttributes, withChildren } from '@/server/domain/xml/element'
import type { Element, Node } from '@/server/domain/xml/element'
import { alias, aliasId } from './alias'
import { isHardDisk } from './disk'

/** Who it was, who it is to be, and by their old ids the disks and cards that it gets its own of. */
export interface Likeness {
  from: { id: string; name: string }
  to: { id: string; name: string }
  devices: ReadonlyMap<string, string>
}

const pattern = (text: string): RegExp => new RegExp(`(?<![A-Za-z0-9])${text.replace(/[^A-Za-z0-9]/g, (sign) => `\\${sign}`)}(?![A-Za-z0-9])`)

/** A file that is named after the machine is named after the clone; any other gets a part of its id behind: two machines can't have one. */
const ownPath = (path: string, { from, to }: Likeness): string => {
  const [folder, file] = [path.slice(0, path.lastIndexOf('/') + 1), path.slice(path.lastIndexOf('/') + 1)]
  const named = file.replace(pattern(from.id), to.id).replace(pattern(from.name), to.name)
  return named === file ? `${path}-${to.id.slice(0, 8)}` : folder + named
}

const characters = ['serial', 'parallel', 'console', 'channel']
/** Where the host listens or writes; a device of the host (`dev`) is the same for both. */
const own = ['unix', 'file', 'pipe']

const ownFile = (name: string, file: 'path' | 'file', likeness: Likeness) => (device: Element): Element =>
  changeChild(device, name, (part) => (attr(part, file) === null ? part : withAttributes(part, { [file]: ownPath(attr(part, file) ?? '', likeness) })))

const ownCharacters = (device: Element, likeness: Likeness): Element => {
  const logged = ownFile('log', 'file', likeness)(device)
  // libvirt has a folder for the sockets of channels.
  if (device.name === 'channel' && attr(device, 'type') === 'unix') return changeChild(logged, 'source', (source) => withAttributes(source, { path: null }))
  return own.includes(attr(device, 'type') ?? '') && attr(device, 'mode', 'source') !== 'connect' ? ownFile('source', 'path', likeness)(logged) : logged
}

/** A card without an address gets one by libvirt; names of taps and ports belong to one card. */
const strangeNic = (nic: Element): Element => ['mac', 'target'].reduce((part, name) => setChild(part, name, null), nic)
const knownNic = (nic: Element, id: string): Element =>
  changeChild(setChild(setChild(nic, 'target', null), 'alias', alias(id)), 'virtualport', (port) => changeChild(port, 'parameters', (each) => withAttributes(each, { interfaceid: null })))

/** libvirt has a place for these, too. */
const withoutSocket = (screen: Element): Element => changeChild(withAttributes(screen, { socket: null }), 'listen', (listen) => withAttributes(listen, { socket: null }))

/** Hardware of the clone: the same, but for what only one machine of a host can have. */
export const cloneHardware = (hardware: Hardware, likeness: Likeness): Hardware => {
  const { firmware, serial, vsock, graphics: { vnc, spice, ...graphics } } = hardware
  return {
    ...hardware,
    firmware: { ...firmware, nvram: firmware.nvram && ownPath(firmware.nvram, likeness) },
    serial: { ...serial, ports: serial.ports.map((port) => ({ ...port, path: port.path && ownPath(port.path, likeness) })) },
    vsock: vsock && { ...vsock, cid: null },
    graphics: { ...graphics, vnc: vnc && { ...vnc, port: null }, spice: spice && { ...spice, port: null } },
  }
}

const deviceOf = (device: Element, likeness: Likeness): Node[] => {
  const mine = aliasId(device)
  const id = mine === null ? undefined : likeness.devices.get(mine)
  if (device.name === 'disk' && isHardDisk(device)) return id === undefined ? [] : [setChild(device, 'alias', alias(id))]
  if (device.name === 'interface') return mine === null ? [strangeNic(device)] : id === undefined ? [] : [knownNic(device, id)]
  if (device.name === 'graphics') return [withoutSocket(device)]
  return [characters.includes(device.name) ? ownCharacters(device, likeness) : device]
}

/** The firmware's variables lie in a file of their own, which libvirt names after the machine; the guest's number must be its own, too. */
const ownPlatform = (domain: Element): Element => {
  const os = changeChild(domain, 'os', (part) => changeChild(part, 'nvram', (nvram) => withChildren(nvram, [])))
  const numbered = find(os, 'genid') ? setChild(os, 'genid', element('genid')) : os
  const withoutId = (system: Element): Element => withChildren(system, system.children.filter((entry) => !isElement(entry) || attr(entry, 'name') !== 'uuid'))
  return withChildren(numbered, numbered.children.map((node) => (isElement(node) && node.name === 'sysinfo' ? changeChild(node, 'system', withoutId) : node)))
}

/**
 * A definition of a machine as its clone begins with it: with all that Atrium does not model, but never with a disk, an address or a
 * file that is the other's. The rest (name, id, images, MAC addresses) the clone's own intent says.
 */
export const cloneDefinition = (definition: Element, likeness: Likeness): Element =>
  changeChild(ownPlatform(definition), 'devices', (devices) => withChildren(devices, elements(devices).flatMap((device) => deviceOf(device, likeness))))
