import { isDeepStrictEqual } from 'node:util'
import type { DiskSpec, NicSpec } from '@/server/contract/agent/vm'
import { DiskOptions } from '@/server/contract/hardware/disk'
import { Hardware } from '@/server/contract/hardware/hardware'
import { NicOptions } from '@/server/contract/hardware/nic'
import type { Patch } from '@/server/contract/hardware/patch'
import { AppError } from '@/server/domain/error'
import type { HardwareWish } from '@/server/domain/vm/hardware/check'
import { growing } from '@/server/domain/vm/hardware/headroom'
import { merge } from '@/server/domain/vm/hardware/merge'
import { retargeted } from '@/server/domain/vm/hardware/target'
import { bootFirst } from '../disk/order'
import type { Tx } from '../db'

/** What a person may change. */
export interface VmEdit {
  name?: string | undefined
  description?: string | undefined
  memoryMiB?: number | undefined
  vcpus?: number | undefined
  virtType?: 'auto' | 'kvm' | 'qemu' | undefined
  firmware?: 'bios' | 'uefi' | undefined
  hardware?: Patch<Hardware> | undefined
  disks?: readonly { id: string; bus?: DiskSpec['bus'] | undefined; options?: Patch<DiskOptions> | undefined }[] | undefined
  /** The definition as an expert wants it, with all that has no field of its own. */
  definition?: string | undefined
  nics?: readonly { id: string; model?: NicSpec['model'] | undefined; options?: Patch<NicOptions> | undefined }[] | undefined
}

const fields = ['name', 'description', 'memoryMiB', 'vcpus', 'virtType', 'firmware'] as const

const readMachine = (tx: Tx, id: string) => tx.vm.findUniqueOrThrow({
  where: { id },
  select: {
    name: true, description: true, generation: true, memoryMiB: true, vcpus: true, virtType: true, firmware: true, hardware: true,
    disks: { select: { id: true, bus: true, target: true, position: true, format: true, options: true }, orderBy: bootFirst },
    nics: { select: { id: true, model: true, options: true }, orderBy: [{ name: 'asc' }, { id: 'asc' }] },
  },
})
type Row = Awaited<ReturnType<typeof readMachine>>

const unknown = (field: string, what: string, id: string, name: string): AppError =>
  new AppError('NOT_FOUND', `The machine ${name} has no ${what} ${id}.`, { field, subject: { type: what, id } })

/** The hardware as it is wanted now, as the rules judge it. */
export async function hardwareOf(tx: Tx, id: string) {
  const row = await readMachine(tx, id)
  const hardware = Hardware.parse(row.hardware)
  return {
    memoryMiB: row.memoryMiB, vcpus: row.vcpus, firmware: row.firmware as 'bios' | 'uefi',
    hardware, disks: editedDisks(row, {}, hardware), nics: editedNics(row, {}), lastPosition: Math.max(-1, ...row.disks.map(({ position }) => position)),
  }
}

/** Errors: NOT_FOUND for an edit of something that the machine does not have. */
const refuseStrangers = (row: Row, { disks = [], nics = [] }: VmEdit): void => {
  for (const { id } of disks) if (!row.disks.some(disk => disk.id === id)) throw unknown('disks', 'disk', id, row.name)
  for (const { id } of nics) if (!row.nics.some(nic => nic.id === id)) throw unknown('nics', 'network card', id, row.name)
}

/** The disks as they shall be: on another bus a disk has another name. */
const editedDisks = (row: Row, edit: VmEdit, { cdroms }: Hardware) => {
  const wishes = new Map(edit.disks?.map(wish => [wish.id, wish]))
  const disks = row.disks.map(({ id, bus, target, format, options }) => ({
    id, bus: wishes.get(id)?.bus ?? (bus as DiskSpec['bus']), target, format: format as DiskSpec['format'], options: merge(DiskOptions.parse(options), wishes.get(id)?.options),
  }))
  return retargeted(disks, cdroms, ({ id }) => wishes.get(id)?.bus !== undefined)
}

const editedNics = (row: Row, edit: VmEdit) => row.nics.map(nic => {
  const wish = edit.nics?.find(({ id }) => id === nic.id)
  return { id: nic.id, model: wish?.model ?? (nic.model as NicSpec['model']), options: merge(NicOptions.parse(nic.options), wish?.options) }
})

/**
 * Writes new intent and raises the generation; returns the fields that really differ. What concerns the hardware is shown to
 * `judge` before, which throws where it contradicts itself. Unique violation = name taken. Errors: NOT_FOUND (a disk, a card).
 */
export async function editVm(tx: Tx, id: string, edit: VmEdit, judge: (wish: HardwareWish) => void): Promise<string[]> {
  const row = await readMachine(tx, id)
  refuseStrangers(row, edit)
  const changed: string[] = fields.filter(field => edit[field] !== undefined && edit[field] !== row[field])
  const hardwareNow = Hardware.parse(row.hardware)
  const size = { memoryMiB: edit.memoryMiB ?? row.memoryMiB, vcpus: edit.vcpus ?? row.vcpus }
  const hardwareNext = changed.some(field => field in size) ? growing(merge(hardwareNow, edit.hardware), size) : merge(hardwareNow, edit.hardware)
  const before = { hardware: hardwareNow, disks: editedDisks(row, {}, hardwareNow), nics: editedNics(row, {}) }
  const after = { hardware: hardwareNext, disks: editedDisks(row, edit, hardwareNext), nics: editedNics(row, edit) }
  const parts = (['hardware', 'disks', 'nics'] as const).filter(part => !isDeepStrictEqual(before[part], after[part]))
  const redefined = edit.definition === undefined ? {} : { definition: edit.definition, definitionGeneration: row.generation + 1 }
  if (edit.definition !== undefined) changed.push('definition')
  if (changed.length + parts.length === 0) return []
  if (changed.some(field => !['name', 'description', 'definition'].includes(field)) || parts.length > 0) {
    judge({ ...size, firmware: edit.firmware ?? (row.firmware as 'bios' | 'uefi'), ...after })
  }
  const data = Object.fromEntries(fields.filter(field => changed.includes(field)).map(field => [field, edit[field]]))
  const hardware = parts.includes('hardware') ? { hardware: after.hardware } : {}
  await tx.vm.update({ where: { id }, data: { ...data, ...hardware, ...redefined, generation: { increment: 1 } }, select: { id: true } })
  if (parts.includes('disks')) for (const { id: diskId, bus, target, options } of after.disks) await tx.disk.update({ where: { id: diskId }, data: { bus, target, options } })
  if (parts.includes('nics')) for (const { id: nicId, model, options } of after.nics) await tx.nic.update({ where: { id: nicId }, data: { model, options } })
  return [...changed, ...parts]
}
