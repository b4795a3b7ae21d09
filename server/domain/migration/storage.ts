import type { MigrationDestination, MigrationSource } from '@/server/contract/agent/migration'
import type { MigrationCheck } from '@/server/contract/api/migration'
import { fail, pass } from './check'

type Disk = MigrationSource['disks'][number]
type There = MigrationDestination['disks'][number]

/** What is to happen to the disks. */
export interface Copying {
  mode: 'none' | 'full' | 'incremental'
  /** Targets that were chosen; null = those that are not there. */
  targets: readonly string[] | null
  /** Those that are copied to another path, in any case. */
  moves: readonly { target: string; path: string }[]
}

export interface StorageFacts {
  source: Pick<MigrationSource, 'active' | 'disks'>
  destination: Pick<MigrationDestination, 'disks'>
  copying: Copying
  /** Image of what the machine is told at its first boot: made anew there, not copied. */
  configDrive: string | null
  /** It runs on overlays that are thrown away at power-off. */
  stateless: boolean
}

/** Where the image of a disk is on the destination. */
export const pathThere = ({ moves }: Pick<Copying, 'moves'>, { target, path }: Pick<Disk, 'target' | 'path'>): string =>
  moves.find(move => move.target === target)?.path ?? path

/** The host's page cache must not hold writes when the machine goes on elsewhere. */
const safeCaches = new Set(['none', 'directsync'])

const thereOf = ({ destination }: StorageFacts, disk: Disk): There | undefined => destination.disks.find(({ target }) => target === disk.target)

const isMoved = ({ copying }: StorageFacts, { target }: Disk): boolean => copying.moves.some(move => move.target === target)

/** A disk that is only read has nothing to copy that could differ: it must be there. */
const isCopied = (facts: StorageFacts, disk: Disk): boolean => {
  const { mode, targets } = facts.copying
  if (isMoved(facts, disk)) return true
  if (mode === 'none' || disk.readOnly) return false
  return targets ? targets.includes(disk.target) : (thereOf(facts, disk)?.inode ?? null) === null
}

/** What it will take there: with what it is based on, when it comes whole. */
const takenMiB = ({ copying }: StorageFacts, { sizeMiB, wholeMiB }: Disk): number => (copying.mode === 'incremental' ? sizeMiB : wholeMiB)

/** Targets of the disks that travel with the machine. */
export const copiedTargets = (facts: StorageFacts): string[] => facts.source.disks.filter(disk => isCopied(facts, disk)).map(({ target }) => target)

function base(facts: StorageFacts, disk: Disk, there: There | undefined): MigrationCheck[] {
  const { target, base: wanted } = disk
  if (facts.copying.mode !== 'incremental' || !wanted) return []
  const params = { disk: target, path: wanted.path }
  // What a disk is based on lies in its own storage domain.
  if (isMoved(facts, disk)) return [fail('base_elsewhere', `Disk ${target} is based on a file of the storage domain that it would leave: ${wanted.path}. Copy it whole.`, params)]
  if ((there?.baseBytes ?? null) === null) return [fail('base_missing', `What disk ${target} is based on is not there: ${wanted.path}. Copy it whole.`, params)]
  return there?.baseBytes === wanted.bytes ? [] : [fail('base_other', `What disk ${target} is based on is another file there: ${wanted.path}. Copy it whole.`, params)]
}

function copied(facts: StorageFacts, disk: Disk): MigrationCheck[] {
  const { target, inode } = disk
  const path = pathThere(facts.copying, disk)
  const sizeMiB = takenMiB(facts, disk)
  const there = thereOf(facts, disk)
  const params = { disk: target, path }
  if (disk.readOnly) return [fail('copy_read_only', `Disk ${target} is only read: libvirt can not copy it along.`, { disk: target })]
  if (facts.stateless) return [fail('copy_stateless', `Disk ${target} is only read while the machine is stateless: what it writes can not be copied along.`, { disk: target })]
  if (!facts.source.active) return [fail('copy_offline', `Disk ${target} can be copied along only while the machine runs.`, { disk: target })]
  if (there && there.inode !== null) {
    return there.inode === inode && !isMoved(facts, disk)
      ? [fail('disk_shared', `Disk ${target} is the same file there: it need not be copied.`, { disk: target })]
      : [fail('disk_other', `Disk ${target} is another file there: ${path}`, params)]
  }
  if ((there?.freeMiB ?? null) === null) return [fail('folder_missing', `The folder of disk ${target} is not there: ${path}`, params)]
  const wrong = base(facts, disk, there)
  return wrong.length > 0 ? wrong : [pass('disk_copied', `Disk ${target} is copied (${sizeMiB} MiB).`, { disk: target, sizeMiB })]
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))

/** Disks of one folder share its space. */
function space(facts: StorageFacts): MigrationCheck[] {
  const moving = facts.source.disks.filter(disk => isCopied(facts, disk))
  const folder = (disk: Disk): string => folderOf(pathThere(facts.copying, disk))
  return [...new Set(moving.map(folder))].flatMap(one => {
    const disks = moving.filter(disk => folder(disk) === one)
    const needMiB = disks.reduce((sum, disk) => sum + takenMiB(facts, disk), 0)
    const freeMiB = Math.min(...disks.map(disk => thereOf(facts, disk)?.freeMiB ?? Infinity))
    return needMiB > freeMiB ? [fail('space_short', `${needMiB} MiB of disk space are needed, ${freeMiB} MiB are free.`, { needMiB, freeMiB })] : []
  })
}

function shared(facts: StorageFacts, disk: Disk): MigrationCheck[] {
  const { target, path, inode, readOnly, cache } = disk
  const there = thereOf(facts, disk)?.inode ?? null
  if (path === facts.configDrive && (facts.copying.mode !== 'none' || facts.copying.moves.length > 0)) return []
  if (there === null) return [fail('disk_missing', `Disk ${target} is not there: ${path}`, { disk: target, path })]
  if (there !== inode && !(readOnly && facts.copying.mode !== 'none')) return [fail('disk_other', `Disk ${target} is another file there: ${path}`, { disk: target, path })]
  if (!facts.source.active || readOnly || safeCaches.has(cache)) return []
  return [fail('cache', `Disk ${target} has the cache mode ${cache}: writes could be lost. Use “none”.`, { disk: target, cache })]
}

/** What speaks for and against the disks. */
export function checkStorage(facts: StorageFacts): MigrationCheck[] {
  const found = facts.source.disks.flatMap(disk => (isCopied(facts, disk) ? copied(facts, disk) : shared(facts, disk)))
  const all = [...found, ...space(facts)]
  return all.length > 0 ? all : [pass('storage_ok', 'Both hosts see the same storage.')]
}
