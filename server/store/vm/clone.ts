import type { CloneVm } from '@/server/contract/api/vm'
import { DiskOptions } from '@/server/contract/hardware/disk'
import { Hardware } from '@/server/contract/hardware/hardware'
import { AppError } from '@/server/domain/error'
import { macOf } from '@/server/domain/vm/mac'
import { unknownDisks } from '@/server/domain/vm/xml/disk'
import { cloneDefinition, cloneHardware } from '@/server/domain/vm/xml/clone'
import type { Likeness } from '@/server/domain/vm/xml/clone'
import { buildXml } from '@/server/domain/xml/build'
import { parseXml } from '@/server/domain/xml/parse'
import { bootFirst } from '../disk/order'
import { requireRoomForAll } from '../storage-domain/room'
import { change } from '../change'
import type { Tx } from '../db'
import type { Prisma } from '../generated/client'
import { definitionOf } from './definition'

/** An image to be made, and what of. */
export interface ImageCopy {
  diskId: string
  source: { path: string; format: 'qcow2' | 'raw'; backing: { path: string; format: 'qcow2' | 'raw' } | null }
}

const asFormat = (format: string): 'qcow2' | 'raw' => (format === 'raw' ? 'raw' : 'qcow2')

const readSource = (tx: Tx, id: string) => tx.vm.findUniqueOrThrow({
  where: { id },
  include: {
    tags: true,
    nics: { orderBy: [{ name: 'asc' }, { id: 'asc' }] },
    disks: {
      orderBy: bootFirst,
      include: { storageDomain: { select: { path: true } }, template: { select: { path: true, format: true } } },
    },
  },
})
type SourceDisk = Awaited<ReturnType<typeof readSource>>['disks'][number]

/** Errors: NOT_FOUND for a disk that the machine does not have, BAD_INPUT for sharing one that is not shareable. */
function chosen(disks: readonly SourceDisk[], { id, disks: wishes }: CloneVm) {
  const strange = wishes.find(wish => !disks.some(disk => disk.id === wish.id))
  if (strange) throw new AppError('NOT_FOUND', `The machine has no disk ${strange.id}.`, { field: 'disks', subject: { type: 'vm', id } })
  return disks.flatMap(disk => {
    const mode = wishes.find(wish => wish.id === disk.id)?.mode ?? 'copy'
    if (mode === 'skip') return []
    if (mode === 'share' && !DiskOptions.parse(disk.options).shareable) {
      throw new AppError('BAD_INPUT', `The disk ${disk.name} is not shareable: two machines that write to it would destroy it.`, {
        field: 'disks', hint: 'Copy it, or make it shareable first.', reason: { code: 'not_shareable', params: { disk: disk.name } },
      })
    }
    return [{ disk, mode }]
  })
}

/**
 * What Atrium has no record of is not copied, and a clone without it would be another machine: an adopted machine's disk, or one that
 * another tool gave it. Its path is not enough to copy it by: what it leans on and who else writes to it is not known. Errors: WRONG_STATE.
 */
function requireKnownDisks({ id, name, definition, disks }: Awaited<ReturnType<typeof readSource>>): void {
  const unknown = definition === null ? [] : unknownDisks(parseXml(definition), disks).map(({ target, path }) => (path === null ? target : `${target} (${path})`))
  if (unknown.length === 0) return
  const listed = unknown.join(', ')
  throw new AppError('WRONG_STATE', `The machine “${name}” has disks that Atrium does not manage, so its clone would be without them: ${listed}.`, {
    subject: { type: 'vm', id, name },
    hint: 'Put a copy of each image into a storage domain’s folder import and import it, or detach the disk with virsh first.',
    reason: { code: 'clone_unknown_disks', params: { vm: name, disks: listed } },
  })
}

/** A disk made thin on a template still leans on it. */
const backingOf = ({ allocation, template }: SourceDisk): ImageCopy['source']['backing'] =>
  allocation === 'thin' && template?.path ? { path: template.path, format: asFormat(template.format) } : null

interface NewClone {
  vmId: string
  wish: CloneVm
  ownerId: string | null
  newId: () => string
  now: Date
}

/** One that was never read stays so. */
const hardwareOf = (hardware: Prisma.JsonValue, likeness: Likeness): Prisma.InputJsonValue =>
  hardware === null || Object.keys(hardware).length === 0 ? {} : cloneHardware(Hardware.parse(hardware), likeness)

const definitionFor = (definition: string | null, likeness: Likeness) =>
  definition === null ? {} : definitionOf({ xml: buildXml(cloneDefinition(parseXml(definition), likeness)), generation: 1, digest: null })

/** Rows of a machine like another one; returns the images to copy. Unique violation = name taken. Errors: as of `chosen` and `requireKnownDisks`, WRONG_STATE of a storage domain. */
export async function insertClone(tx: Tx, { vmId, wish, ownerId, newId, now }: NewClone): Promise<ImageCopy[]> {
  const source = await readSource(tx, wish.id)
  requireKnownDisks(source)
  const copies: ImageCopy[] = []
  const devices = new Map<string, string>()
  const disks = chosen(source.disks, wish).map(({ disk, mode }, at) => {
    const id = newId()
    devices.set(disk.id, id)
    const { storageDomainId, sizeMiB, format, bus, target, position, allocatedMiB } = disk
    const common = { id, storageDomainId, sizeMiB, format, bus, target, position, options: disk.options ?? {}, createdAt: now }
    if (mode === 'share') return { ...common, name: disk.name, path: disk.path, templateId: disk.templateId, allocation: disk.allocation, allocatedMiB }
    copies.push({ diskId: id, source: { path: disk.path, format: asFormat(format), backing: backingOf(disk) } })
    return { ...common, name: `${wish.name}_Disk${at + 1}`, path: `${disk.storageDomain.path}/images/${id}.${asFormat(format)}`, allocation: 'copy' }
  })
  await requireRoomForAll(tx, disks.filter(({ id }) => copies.some(({ diskId }) => diskId === id)))
  const nics = source.nics.map(({ id: known, name, model, networkId, options }) => {
    const id = newId()
    devices.set(known, id)
    return { id, mac: macOf(id), name, model, networkId, options: options ?? {} }
  })
  const { clusterId, description, memoryMiB, vcpus, virtType, firmware, os, templateId, comment, haEnabled, haPriority } = source
  const likeness = { from: source, to: { id: vmId, name: wish.name }, devices }
  await tx.vm.create({
    data: {
      id: vmId, name: wish.name, ownerId, createdAt: now, statusSince: now,
      clusterId, description, memoryMiB, vcpus, virtType, firmware, os, templateId, comment, haEnabled, haPriority,
      hardware: hardwareOf(source.hardware, likeness), ...definitionFor(source.definition, likeness), customFields: source.customFields ?? {},
      disks: { create: disks }, nics: { create: nics }, tags: { create: source.tags.map(({ tagId }) => ({ tagId })) },
    },
    select: { id: true },
  })
  await change(tx, 'vms', vmId)
  return copies
}
