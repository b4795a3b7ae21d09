import type { VmSpec } from '@/server/contract/agent/vm'
import { element } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { buildBalloon } from './balloon'
import { buildAgentChannel } from './channel'
import { buildCpu, buildVcpus } from './cpu'
import type { Accelerator } from './cpu'
import { buildDisk } from './disk'
import { buildGraphics } from './graphics'
import { buildInput } from './input'
import { buildMemory } from './memory'
import { buildOwnership } from './metadata'
import { buildNic } from './nic'
import { buildOs } from './os'
import { buildActions, buildClock, buildFeatures } from './platform'
import { buildRng } from './rng'
import { buildSerial } from './serial'
import { buildVideo } from './video'

/** `auto` becomes what the host really has. */
export const accelerator = (virtType: VmSpec['virtType'], kvmWorks: boolean): Accelerator => (virtType === 'auto' ? (kvmWorks ? 'kvm' : 'qemu') : virtType)

/** SCSI disks hang on a virtio controller: libvirt's default model is an old one that current guests have no driver for. */
export const scsiController = (): Element => element('controller', { type: 'scsi', model: 'virtio-scsi' })

/** The whole libvirt domain of a new machine. https://libvirt.org/formatdomain.html */
export const buildDomain = (spec: VmSpec, runBy: Accelerator): Element =>
  element(
    'domain',
    { type: runBy },
    element('name', {}, spec.name),
    element('uuid', {}, spec.id),
    element('metadata', {}, buildOwnership(spec)),
    spec.description ? element('description', {}, spec.description) : null,
    ...buildMemory(spec.memoryMiB),
    buildVcpus(spec.vcpus),
    // Only the old machine type has an IDE controller.
    buildOs(spec.firmware, spec.disks.some(({ bus }) => bus === 'ide') ? 'pc' : 'q35'),
    buildFeatures(),
    buildCpu(runBy, spec.vcpus),
    buildClock(),
    ...buildActions(),
    element(
      'devices',
      {},
      spec.disks.some(({ bus }) => bus === 'scsi') ? scsiController() : null,
      ...spec.disks.map(buildDisk),
      ...spec.nics.map(buildNic),
      ...buildSerial(),
      buildAgentChannel(),
      ...buildInput(),
      buildGraphics(),
      buildVideo(),
      buildBalloon(),
      buildRng(),
    ),
  )
