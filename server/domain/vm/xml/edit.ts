import type { VmSpec } from '@/server/contract/agent/vm'
import { AppError } from '@/server/domain/error'
import { attr, changeChild, element, find, findAll, isElement, setChild, withChildren } from '@/server/domain/xml/element'
import type { Element, Node } from '@/server/domain/xml/element'
import { aliasId } from './alias'
import { editAccelerator, editVcpus } from './cpu'
import type { Accelerator } from './cpu'
import { buildDisk, editDisk, isDisk } from './disk'
import { scsiController } from './domain'
import { editMemory } from './memory'
import { setOwnership } from './metadata'
import { buildNic, editNic, isNic } from './nic'
import { editFirmware, parseMachine } from './os'

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
    if (!isElement(node) || node.name !== kind.name) return [node]
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
  return spec.disks.some(({ bus }) => bus === 'scsi') && !present ? withChildren(devices, [...devices.children, scsiController()]) : devices
}

/**
 * The inactive XML of an existing machine made equal to `spec` in everything Atrium models; all else (addresses, unknown
 * devices, tuning, other tools' metadata) is kept. The name is not touched: libvirt renames by a call of its own.
 * Errors: BAD_INPUT for an IDE disk on a machine type without IDE.
 */
export const editDomain = (existing: Element, spec: VmSpec, runBy: Accelerator): Element => {
  if (parseMachine(existing).includes('q35') && spec.disks.some(({ bus }) => bus === 'ide')) {
    throw new AppError('BAD_INPUT', `The machine “${spec.name}” is of type q35, which has no IDE controller.`, { field: 'disks', hint: 'Use the SATA bus.' })
  }
  const described = setChild(existing, 'description', spec.description ? element('description', {}, spec.description) : null)
  const sized = editVcpus(editMemory(described, spec.memoryMiB), spec.vcpus)
  const platform = editFirmware(editAccelerator(sized, runBy), spec.firmware)
  const devices = changeChild(platform, 'devices', (all) => editDevices(editDevices(withScsiController(all, spec), disks, spec.disks), nics, spec.nics))
  return setOwnership(find(devices, 'devices') ? devices : setChild(devices, 'devices', element('devices')), spec)
}
