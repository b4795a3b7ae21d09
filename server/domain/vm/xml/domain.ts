import type { VmSpec } from '@/server/contract/agent/vm'
import { element } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { giveAddresses } from './address'
import { buildConfigDrive, buildFirmwareConfig } from './config-drive'
import { buildProperties } from './custom-properties'
import { buildDisk } from './disk'
import { wantedMachine } from './machine'
import { buildOwnership } from './metadata'
import { buildNic } from './nic'
import { wantedBy } from './part'
import type { Accelerator } from './part'
import { parts } from './parts'

/** SCSI disks hang on a virtio controller: libvirt's default model is an old one that current guests have no driver for. */
export const scsiController = (): Element => element('controller', { type: 'scsi', index: 0, model: 'virtio-scsi' })

export const needsScsi = ({ disks, hardware }: VmSpec): boolean => [...disks, ...hardware.cdroms].some(({ bus }) => bus === 'scsi')

/** As many as oVirt gives: libvirt itself leaves a single one free, so that a second device could not be plugged in. */
const ports = Array.from({ length: 16 }, (_, at) => element('controller', { type: 'pci', index: at + 1, model: 'pcie-root-port' }))

/** Places on PCI Express for what is plugged in later. */
export const hotplugPorts = (machine: string | null): Element[] => (machine === 'q35' ? ports : [])

/** The whole libvirt domain of a new machine. https://libvirt.org/formatdomain.html */
export const buildDomain = (spec: VmSpec, runBy: Accelerator): Element => {
  const machine = wantedMachine(spec, runBy, null)
  const wanted = parts.map((part) => wantedBy(part, machine))
  const domain = element(
    'domain',
    { type: runBy },
    element('name', {}, spec.name),
    element('uuid', {}, spec.id),
    element('metadata', {}, buildOwnership(spec), buildProperties(spec.hardware.customProperties)),
    spec.description ? element('description', {}, spec.description) : null,
    ...wanted.flatMap(({ platform }) => platform),
    buildFirmwareConfig(spec),
    element(
      'devices',
      {},
      // A machine that has been somewhere keeps the ports it had: its devices sit there.
      ...(spec.addresses?.machine === 'q35' ? [] : hotplugPorts(machine.hardware.machine.type)),
      needsScsi(spec) ? scsiController() : null,
      ...spec.disks.map(buildDisk),
      buildConfigDrive(spec),
      ...spec.nics.map(buildNic),
      ...wanted.flatMap(({ devices }) => devices),
    ),
  )
  return giveAddresses(domain, spec.addresses)
}
