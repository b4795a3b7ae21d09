import type { DiskSpec } from '@/server/contract/agent/vm'
import { checkName } from '../name'
import type { Finding } from '../vm/validate'

/** 64 TiB: no file system below the images takes more in one file without ado. */
export const maxDiskMiB = 64 * 1024 * 1024

export interface DiskWish {
  name: string
  sizeMiB: number
  format: DiskSpec['format']
  shareable: boolean
}

const finding = (field: string, code: string, text: string, params: Finding['params'] = {}): Finding => ({ field, code, params, text })

const checkDiskName = (name: string): Finding[] => {
  if (name.trim() === '') return [finding('name', 'name_empty', 'Give the disk a name.')]
  const found = checkName(name)
  return found ? [finding('name', found.detail.reason?.code ?? 'name_words', found.text, found.detail.reason?.params ?? {})] : []
}

export const checkDiskSize = (sizeMiB: number): Finding[] => {
  if (!Number.isInteger(sizeMiB)) return [finding('sizeMiB', 'disk_number', 'The size must be a whole number of MiB.')]
  if (sizeMiB < 1) return [finding('sizeMiB', 'disk_empty', 'A disk has at least 1 MiB.')]
  if (sizeMiB > maxDiskMiB) return [finding('sizeMiB', 'disk_large', `A disk has at most ${maxDiskMiB} MiB.`, { max: maxDiskMiB })]
  return []
}

/** What is wrong with a disk to be made, whatever machine it is for. */
export const checkDisk = ({ name, sizeMiB, format, shareable }: DiskWish): Finding[] => [
  ...checkDiskName(name),
  ...checkDiskSize(sizeMiB),
  ...(shareable && format !== 'raw' ? [finding('shareable', 'disk_share_raw', 'Only a raw disk can be shared: two machines would destroy the tables of a qcow2 one.')] : []),
]

/** What lies beyond is lost. */
export const checkShrink = (sizeMiB: number, nowMiB: number): Finding[] => [
  ...checkDiskSize(sizeMiB),
  ...(sizeMiB >= nowMiB ? [finding('sizeMiB', 'disk_grow', `The disk has ${nowMiB} MiB: choose less.`, { nowMiB })] : []),
]

/** Disks only grow unless one says so: cutting off what a guest has written would destroy its file system. */
export const checkGrowth = (sizeMiB: number, nowMiB: number): Finding[] => [
  ...checkDiskSize(sizeMiB),
  ...(sizeMiB <= nowMiB ? [finding('sizeMiB', 'disk_shrink', `The disk has ${nowMiB} MiB already; it can only be made larger.`, { nowMiB })] : []),
]

interface Lies {
  storageDomainId: string
  format: DiskSpec['format']
  allocation: string
}

/** What is wrong with a place that a disk shall move to. */
export const checkMove = (from: Lies & { backing: object | null }, to: Lies, disk: { seat: { options: { shareable: boolean } } }): Finding[] => {
  if (disk.seat.options.shareable && to.format !== 'raw') return [finding('format', 'disk_share_raw', 'Only a raw disk can be shared: two machines would destroy the tables of a qcow2 one.')]
  const kind = ({ allocation }: Lies) => (allocation === 'preallocated' ? 'preallocated' : 'thin')
  // A thin one becomes whole by being copied, even where it lies.
  const same = from.storageDomainId === to.storageDomainId && from.format === to.format && kind(from) === kind(to) && from.backing === null
  return same ? [finding('storageDomainId', 'disk_move_nothing', 'It lies there already, in this format: choose another storage domain, format or allocation.')] : []
}
