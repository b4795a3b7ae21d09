import type { VmSpec } from '@/server/contract/agent/vm'
import { attr, element, elements, find, findAll, setChild } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { hostDeviceKey } from '../hardware/host-device'
import { isDisk } from '../xml/disk'
import { hostDeviceElements } from '../xml/host-device'
import { buildModule, moduleElements } from '../xml/memory'
import { editNic, isNic, parseNic } from '../xml/nic'
import { moduleKey } from './devices'

/** The devices of that kind that `field` of a difference names, in `domain`. */
const named = (field: string, domain: Element, spec: VmSpec): Element[] => {
  const [part, id = ''] = field.split('.')
  const mark = `ua-${id}`
  if (part === 'disks') return findAll(domain, 'devices/disk').filter((disk) => attr(disk, 'name', 'alias') === mark || spec.disks.some((each) => each.id === id && isDisk(disk, each)))
  if (part === 'nics') return findAll(domain, 'devices/interface').filter((card) => attr(card, 'name', 'alias') === mark || spec.nics.some((each) => each.id === id && isNic(card, each)))
  if (field.startsWith('hardware.memory.devices.')) {
    const key = field.slice('hardware.memory.devices.'.length).replace(/#\d+$/, '')
    return moduleElements(domain).filter(({ module }) => moduleKey(module) === key).map(({ device }) => device)
  }
  if (field.startsWith('hardware.hostDevices.')) {
    return hostDeviceElements(domain).filter(({ hostDevice }) => hostDeviceKey(hostDevice) === field.slice('hardware.hostDevices.'.length)).map(({ device }) => device)
  }
  return []
}

const pci = (device: Element): string | null => {
  const address = find(device, 'address')
  return address && attr(address, 'type') === 'pci' ? ['domain', 'bus', 'slot', 'function'].map((name) => Number(attr(address, name) ?? 0)).join(':') : null
}

/** The place in the definition, where the running machine has the bus and nothing sits there; else libvirt finds another. */
const keepingPlace = (device: Element, live: Element): Element => {
  const place = pci(device)
  if (place === null) return device
  const devices = elements(find(live, 'devices') ?? element('devices'))
  const buses = devices.filter((each) => each.name === 'controller' && attr(each, 'type') === 'pci').map((each) => Number(attr(each, 'index')))
  const free = !devices.some((each) => pci(each) === place)
  return free && buses.includes(Number(place.split(':')[1])) ? device : setChild(device, 'address', null)
}

/**
 * What to plug in for a difference: the device as the new definition has it. A SCSI disk brings its controller along where the running
 * machine has none, for libvirt would choose one that current guests have no driver for. Empty = the definition lacks it.
 */
export const toPlug = (field: string, definition: Element, live: Element, spec: VmSpec): Element[] => {
  const [device] = named(field, definition, spec)
  if (!device) return []
  if (device.name === 'memory') {
    const [known] = moduleElements(definition).filter((each) => each.device === device)
    return known ? [buildModule(known.module)] : []
  }
  const scsi = (domain: Element) => findAll(domain, 'devices/controller').filter((each) => attr(each, 'type') === 'scsi')
  const lacking = attr(device, 'bus', 'target') === 'scsi' && scsi(live).length === 0 ? scsi(definition).slice(0, 1) : []
  return [...lacking, device].map((each) => keepingPlace(each, live))
}

/** Alias of the running device that a difference names; null = it is gone. */
export const toUnplug = (field: string, live: Element, spec: VmSpec): string | null => {
  const device = named(field, live, spec).at(-1)
  return device ? attr(device, 'name', 'alias') : null
}

/** The running card as it is wanted; one that shall be on no network has its link down. */
export const updatedNic = (id: string, live: Element, spec: VmSpec): Element | null => {
  const wanted = spec.nics.find((nic) => nic.id === id)
  const card = wanted && findAll(live, 'devices/interface').find((each) => isNic(each, wanted))
  if (!wanted || !card) return null
  const off = wanted.network === null ? { ...wanted, network: parseNic(card).network, options: { ...wanted.options, link: 'down' as const } } : wanted
  // MAC, model and the rest change at a start: the card that is asked for is the one that runs.
  const asItRuns = { ...off, mac: attr(card, 'address', 'mac') ?? wanted.mac }
  return ['mac', 'model', 'driver', 'mtu', 'boot', 'alias'].reduce((edited, name) => setChild(edited, name, find(card, name)), editNic(card, asItRuns))
}

/** The running drive with the wanted medium in it, or without one. */
export const withMedium = (target: string, live: Element, path: string | null): Element | null => {
  const drive = findAll(live, 'devices/disk').find((each) => ['cdrom', 'floppy'].includes(attr(each, 'device') ?? '') && attr(each, 'dev', 'target') === target)
  return drive ? setChild(drive, 'source', path === null ? null : element('source', { file: path })) : null
}
