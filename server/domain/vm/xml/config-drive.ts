import type { VmSpec } from '@/server/contract/agent/vm'
import { attr, element, elements, findAll, isElement, withChildren } from '@/server/domain/xml/element'
import type { Element, Node } from '@/server/domain/xml/element'
import { markOf } from './alias'

const mark = markOf('config', 'drive')
/** Where Ignition looks on QEMU. https://coreos.github.io/ignition/supported-platforms/ */
const ignitionEntry = 'opt/com.coreos/config'

/** Of the devices called `disk`, the one that carries what the guest is told at its first boot. */
export const isConfigDrive = (device: Element): boolean => attr(device, 'name', 'alias') === mark

type Wish = Pick<VmSpec, 'configDrive' | 'configMedium' | 'disks' | 'hardware'>

/** The last places of the first SATA controller, so that other drives keep theirs. */
const cdTarget = ({ disks, hardware: { cdroms } }: Wish): string =>
  ['sdf', 'sde', 'sdd', 'sdc', 'sdb', 'sda'].find((target) => ![...disks, ...cdroms].some((each) => each.target === target)) ?? 'sdg'

const buildDrive = (device: 'disk' | 'cdrom', path: string, target: { dev: string; bus: string }): Element =>
  element('disk', { type: 'file', device }, element('driver', { name: 'qemu', type: 'raw' }), element('source', { file: path }), element('target', target), element('readonly'), element('alias', { name: mark }))

/**
 * For cloud-init a read-only virtio disk, not a CD: kernels made for clouds know no SATA and no IDE, and cloud-init looks for the label on
 * any block device. The last name of its bus, so that other disks keep theirs. For Windows a CD, which it can read without drivers of ours.
 */
export const buildConfigDrive = (wish: Wish): Element | null => {
  const { configDrive, configMedium } = wish
  if (configDrive === null || configMedium === 'fwcfg') return null
  return configMedium === 'cdrom' ? buildDrive('cdrom', configDrive, { dev: cdTarget(wish), bus: 'sata' }) : buildDrive('disk', configDrive, { dev: 'vdz', bus: 'virtio' })
}

const isIgnition = (node: Node): node is Element =>
  isElement(node) && node.name === 'sysinfo' && attr(node, 'type') === 'fwcfg' && elements(node, 'entry').some((entry) => attr(entry, 'name') === ignitionEntry)

/** Ignition's configuration among what QEMU's firmware hands on. https://libvirt.org/formatdomain.html#smbios-system-information */
export const buildFirmwareConfig = ({ configDrive, configMedium }: Wish): Element | null =>
  configDrive === null || configMedium !== 'fwcfg' ? null : element('sysinfo', { type: 'fwcfg' }, element('entry', { name: ignitionEntry, file: configDrive }))

export const withoutFirmwareConfig = (domain: Element): Element => withChildren(domain, domain.children.filter((node) => !isIgnition(node)))

export const withFirmwareConfig = (domain: Element, wish: Wish): Element => {
  const wanted = buildFirmwareConfig(wish)
  return wanted === null ? domain : withChildren(domain, [...domain.children, wanted])
}

/** Path of the medium that a machine has. */
export const parseConfigDrive = (domain: Element): string | null => {
  const drive = findAll(domain, 'devices/disk').find(isConfigDrive)
  const entry = domain.children.filter(isIgnition).flatMap((sysinfo) => elements(sysinfo, 'entry')).find((each) => attr(each, 'name') === ignitionEntry)
  return drive ? attr(drive, 'file', 'source') : entry ? attr(entry, 'file') : null
}

/** `devices` with the drive as wanted; one that is right stays as it is. */
export const editConfigDrive = (devices: Element, spec: VmSpec): Element => {
  const isOurs = (node: Node): node is Element => isElement(node) && isConfigDrive(node)
  const present = devices.children.find(isOurs)
  const wanted = buildConfigDrive(spec)
  const same = present && wanted && attr(present, 'file', 'source') === attr(wanted, 'file', 'source') && attr(present, 'dev', 'target') === attr(wanted, 'dev', 'target')
  if (same || (!present && wanted === null)) return devices
  const others = devices.children.filter((node) => !isOurs(node))
  return withChildren(devices, wanted === null ? others : [...others, wanted])
}
