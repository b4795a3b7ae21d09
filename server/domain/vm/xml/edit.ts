import type { VmSpec } from '@/server/contract/agent/vm'
import { AppError } from '@/server/domain/error'
import { attr, changeChild, element, find, findAll, isElement, setChild, withAttributes, withChildren } from '@/server/domain/xml/element'
import type { Element, Node } from '@/server/domain/xml/element'
import { giveAddresses } from './address'
import { aliasId } from './alias'
import { editConfigDrive, isConfigDrive, withFirmwareConfig, withoutFirmwareConfig } from './config-drive'
import { setProperties } from './custom-properties'
import { buildDisk, editDisk, isDisk } from './disk'
import { needsScsi, scsiController } from './domain'
import { equal } from './equal'
import { wantedMachine } from './machine'
import { setOwnership } from './metadata'
import { buildNic, editNic, isNic } from './nic'
import { familyOf, keepNvram, parseMachineName } from './os'
import { overlayPart, setsMarks } from './part'
import type { Accelerator, Machine, Part } from './part'
import { parts } from './parts'
import { parseHardware, readMachine } from './read'

interface DeviceKind<Spec> {
  name: string
  is: (existing: Element, spec: Spec) => boolean
  edit: (existing: Element, spec: Spec) => Element
  build: (spec: Spec) => Element
}

/**
 * `devices` with one kind made equal to the wanted list: matched ones edited in place, new ones appended. One that is no
 * longer wanted goes only if it carries Atrium's mark: what another tool added is not ours to remove.
 */
const editDevices = <Spec>(devices: Element, kind: DeviceKind<Spec>, wanted: readonly Spec[]): Element => {
  const left = [...wanted]
  const kept = devices.children.flatMap((node): Node[] => {
    if (!isElement(node) || node.name !== kind.name || isConfigDrive(node)) return [node]
    const at = left.findIndex((spec) => kind.is(node, spec))
    const [match] = at < 0 ? [] : left.splice(at, 1)
    if (match) return [kind.edit(node, match)]
    return aliasId(node) === null ? [node] : []
  })
  return withChildren(devices, [...kept, ...left.map(kind.build)])
}

const disks: DeviceKind<VmSpec['disks'][number]> = { name: 'disk', is: isDisk, edit: editDisk, build: buildDisk }
const nics: DeviceKind<VmSpec['nics'][number]> = { name: 'interface', is: isNic, edit: editNic, build: buildNic }

const withScsiController = (devices: Element, spec: VmSpec): Element => {
  const present = findAll(devices, 'controller').some((controller) => attr(controller, 'type') === 'scsi')
  return needsScsi(spec) && !present ? withChildren(devices, [...devices.children, scsiController()]) : devices
}

const fieldOf = (machine: Machine, field: Part['fields'][number]): unknown =>
  field === 'firmware' ? [machine.firmware, machine.hardware.firmware] : field in machine ? machine[field as keyof Machine] : machine.hardware[field as keyof Machine['hardware']]

/** A part that already is as wanted is not touched: so whatever Atrium has no word for in it survives. */
const editParts = (domain: Element, now: Machine, wanted: Machine): Element =>
  parts.reduce((edited, part) => (!setsMarks(part) && part.fields.every((field) => equal(fieldOf(now, field), fieldOf(wanted, field))) ? edited : overlayPart(edited, part, wanted)), domain)

/** The guest moves its own clock: as long as the basis is the same, what it has set stays. */
const keepingClock = (wanted: Machine, now: Machine): Machine => {
  const [next, last] = [wanted.hardware.clock, now.hardware.clock]
  const same = next.offset === 'variable' && last.offset === 'variable' && next.basis === last.basis
  return same ? { ...wanted, hardware: { ...wanted.hardware, clock: { ...next, adjustmentSeconds: last.adjustmentSeconds } } } : wanted
}

/** Another machine type has other buses: addresses and the controllers that belong to the old one are given up. */
const withoutPlaces = (devices: Element): Element =>
  withChildren(
    devices,
    devices.children.flatMap((node): Node[] => {
      if (!isElement(node)) return [node]
      if (node.name === 'controller' && ['pci', 'ide', 'sata', 'fdc'].includes(attr(node, 'type') ?? '')) return []
      return [attr(node, 'type', 'address') === 'pci' ? setChild(node, 'address', null) : node]
    }),
  )

/**
 * The inactive XML of an existing machine made equal to `spec` in everything Atrium models; all else (addresses, unknown
 * devices, other tools' metadata) is kept. The name is not touched: libvirt renames by a call of its own.
 * Errors: BAD_INPUT for an IDE disk on a machine type without IDE.
 */
export const editDomain = (existing: Element, spec: VmSpec, runBy: Accelerator): Element => {
  const machineName = parseMachineName(existing) || null
  const now = readMachine(existing)
  const hardware = spec.keepHardware ? parseHardware(existing) : spec.hardware
  const wanted = keepingClock(wantedMachine({ ...spec, hardware }, runBy, machineName), now)
  if (wanted.hardware.machine.type === 'q35' && spec.disks.some(({ bus }) => bus === 'ide')) {
    throw new AppError('BAD_INPUT', `The machine “${spec.name}” is of type q35, which has no IDE controller.`, { field: 'disks', hint: 'Use the SATA bus.' })
  }
  const retyped = machineName !== null && familyOf(machineName) !== null && familyOf(machineName) !== wanted.hardware.machine.type
  // Beside it there may be other information of that name, which the parts see to.
  const described = setChild(withAttributes(withoutFirmwareConfig(existing), { type: runBy }), 'description', spec.description ? element('description', {}, spec.description) : null)
  const placed = retyped ? changeChild(described, 'devices', withoutPlaces) : described
  const edited = editParts(find(placed, 'devices') ? placed : setChild(placed, 'devices', element('devices')), now, wanted)
  const devices = changeChild(keepNvram(edited, existing), 'devices', (all) =>
    editConfigDrive(editDevices(editDevices(withScsiController(all, spec), disks, spec.disks), nics, spec.nics), spec),
  )
  const marked = withFirmwareConfig(setOwnership(setProperties(devices, hardware.customProperties), spec), spec)
  // The definition knows its places itself; what is plugged in anew comes back to where it was.
  return giveAddresses(marked, spec.addresses)
}
