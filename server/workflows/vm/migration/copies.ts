import type { MigrateOptions } from '@/server/contract/api/migration'
import { AppError } from '@/server/domain/error'
import type { AgentClient } from '@/server/hosts/client'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import { placeThere } from '@/server/store/migration/copied'
import type { CopiedDisk } from '@/server/store/migration/copied'
import type { DiskMove } from '@/server/store/migration/moves'
import { wholeDisks } from '@/server/store/migration/whole-disks'
import { wantedVm } from '@/server/store/vm/spec'
import type { WantedVm } from '@/server/store/vm/spec'
import type { StepContext } from '../../definition'

type Input = { vmId: string } & Pick<MigrateOptions, 'storage'>
type Context = StepContext<Input, { sourceId: string; destinationId: string; copied: CopiedDisk[] }>

export const copyMode = ({ storage }: Pick<MigrateOptions, 'storage'>): 'full' | 'incremental' => (storage === 'incremental' ? 'incremental' : 'full')

const asFormat = (format: string): 'qcow2' | 'raw' => (format === 'raw' ? 'raw' : 'qcow2')

/** The disks of these targets, as they must be made at the destination. */
export async function copiedDisks(db: Db, { vmId, storage }: Input, targets: readonly string[], moves: readonly DiskMove[]): Promise<CopiedDisk[]> {
  const placeOf = (diskId: string): CopiedDisk['to'] => {
    const move = moves.find(one => one.diskId === diskId)
    return move ? { path: move.path, storagePath: move.storagePath, storageDomainId: move.storageDomainId } : null
  }
  const rows = await db.disk.findMany({
    where: { vmId, target: { in: [...targets] } },
    orderBy: { target: 'asc' },
    include: { storageDomain: { select: { path: true } }, template: { select: { path: true, format: true } } },
  })
  const [other] = await db.disk.findMany({
    where: { path: { in: rows.map(({ path }) => path) }, id: { notIn: rows.map(({ id }) => id) } }, select: { path: true, vm: { select: { name: true } } },
  })
  // What is left behind is removed.
  if (other) {
    const disk = rows.find(({ path }) => path === other.path)
    throw new AppError('IN_USE', `Disk ${disk?.name} is a disk of ${other.vm?.name ?? 'another machine'} too: it can't be copied along.`, {
      subject: { type: 'disk', id: disk?.id ?? '', name: disk?.name ?? '' }, reason: { code: 'copy_shared', params: { disk: disk?.name ?? '', vm: other.vm?.name ?? '' } },
    })
  }
  return rows.map(({ id, name, target, path, format, sizeMiB, allocation, storageDomain, template }) => ({
    diskId: id, name, target, path, storagePath: storageDomain.path, format: asFormat(format), sizeMiB, to: placeOf(id),
    base: storage === 'incremental' && allocation === 'thin' && template?.path ? { path: template.path, format: asFormat(template.format) } : null,
  }))
}

/**
 * What the machine is told at its first boot lies beside its first disk: each of its hosts has one of its own when that disk is copied, to
 * wherever that goes. Else both hosts see the same one.
 */
export function drivesOf({ configDrive, disks }: Pick<WantedVm, 'configDrive' | 'disks'>, copied: readonly CopiedDisk[]): { here: DrivePlace; there: DrivePlace } | null {
  const first = copied.find(({ diskId }) => diskId === disks[0]?.id)
  if (!configDrive || !first) return null
  const inFolder = (storagePath: string): DrivePlace => ({ path: configDrive.path.replace(configDrive.storagePath, storagePath), storagePath })
  // After the move the first disk's new place is the machine's.
  return { here: inFolder(first.storagePath), there: inFolder(placeThere(first).storagePath) }
}

interface DrivePlace {
  path: string
  storagePath: string
}

/** Images that are elsewhere at the destination. */
export const newPaths = (wanted: WantedVm, copied: readonly CopiedDisk[]): { from: string; to: string }[] => {
  const drives = drivesOf(wanted, copied)
  const all = [...copied.map(disk => ({ from: disk.path, to: placeThere(disk).path })), ...(drives ? [{ from: drives.here.path, to: drives.there.path }] : [])]
  return all.filter(({ from, to }) => from !== to)
}

/** Empty images that the source's QEMU writes into; and what the machine is told at its first boot, which is made anew. */
export async function makeCopies({ stepId }: Pick<Context, 'stepId'>, destination: AgentClient, wanted: WantedVm, copied: readonly CopiedDisk[]): Promise<void> {
  for (const disk of copied) {
    const { target, format, sizeMiB, base } = disk
    await destination.disk.ensure({
      stepId: `${stepId}:${target}`, ...placeThere(disk), format, sizeMiB, source: base ? { ...base, mode: 'thin', backing: null } : null,
    })
  }
  const { configDrive } = wanted
  if (copied.length === 0 || !configDrive) return
  await destination.configDrive.ensure({ stepId: `${stepId}:config`, ...configDrive, ...drivesOf(wanted, copied)?.there })
}

/** The images at the destination go again, once it is sure that the machine stayed. Where that is not known, nothing is touched. */
export async function dropCopies({ db, input, jobId, stepId, instanceId, agent, state: { destinationId, copied = [] } }: Context): Promise<void> {
  const row = await db.migration.findUnique({ where: { id: jobId }, select: { state: true, stepId: true } })
  const stayed = !row?.stepId || row.state === 'failed' || row.state === 'cancelled'
  if (!destinationId || !stayed || copied.length === 0) return
  const { disk } = await agent(destinationId)
  for (const one of copied) await disk.ensureAbsent({ stepId: `${stepId}:drop:${one.target}`, ...placeThere(one) })
  const drives = drivesOf(await wantedVm(db, input.vmId, instanceId), copied)
  if (drives) await disk.ensureAbsent({ stepId: `${stepId}:drop:config`, ...drives.there })
}

/** Images that the machine has left behind at the source: where its disks were, and what it was told at its first boot. */
const leftBehind = (wanted: WantedVm, copied: readonly CopiedDisk[]): { target: string; path: string; storagePath: string }[] => {
  const drives = drivesOf(wanted, copied)
  return [...copied.map(({ target, path, storagePath }) => ({ target, path, storagePath })), ...(drives ? [{ target: 'config', ...drives.here }] : [])]
}

/**
 * The machine runs from its copies: what the source had is removed. A source that does not answer keeps them; its images are in nobody's
 * way, but a later move back is refused until they are gone.
 */
export async function leaveCopies({ db, input, subject, stepId, instanceId, agent, state: { sourceId, copied = [] } }: Context): Promise<void> {
  await db.$transaction(async tx => {
    await wholeDisks(tx, copied.filter(({ base }) => base === null).map(({ diskId }) => diskId))
    await change(tx, 'vms', input.vmId)
  })
  if (!sourceId) return
  for (const { target, ...place } of leftBehind(await wantedVm(db, input.vmId, instanceId), copied)) {
    try {
      await (await agent(sourceId)).disk.ensureAbsent({ stepId: `${stepId}:leave:${target}`, ...place })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      throw new AppError(error.code, `${subject.name} has moved, but its old disk ${target} is still on the host that it left: ${error.message}`, error.detail)
    }
  }
}
