import type { MigrateOptions } from '@/server/contract/api/migration'
import { AppError } from '@/server/domain/error'
import type { AgentClient } from '@/server/hosts/client'
import { change } from '@/server/store/change'
import type { Db } from '@/server/store/db'
import type { CopiedDisk } from '@/server/store/migration/copied'
import { wholeDisks } from '@/server/store/migration/whole-disks'
import type { WantedVm } from '@/server/store/vm/spec'
import type { StepContext } from '../../definition'

type Input = { vmId: string } & Pick<MigrateOptions, 'storage'>
type Context = StepContext<Input, { sourceId: string; destinationId: string; copied: CopiedDisk[] }>

export const copyMode = ({ storage }: Pick<MigrateOptions, 'storage'>): 'full' | 'incremental' => (storage === 'incremental' ? 'incremental' : 'full')

const asFormat = (format: string): 'qcow2' | 'raw' => (format === 'raw' ? 'raw' : 'qcow2')

/** The disks of these targets, as they must be made at the destination. */
export async function copiedDisks(db: Db, { vmId, storage }: Input, targets: readonly string[]): Promise<CopiedDisk[]> {
  const rows = await db.disk.findMany({
    where: { vmId, target: { in: [...targets] } },
    orderBy: { target: 'asc' },
    include: { storageDomain: { select: { path: true } }, template: { select: { path: true, format: true } } },
  })
  return rows.map(({ id, name, target, path, format, sizeMiB, allocation, storageDomain, template }) => ({
    diskId: id, name, target, path, storagePath: storageDomain.path, format: asFormat(format), sizeMiB,
    base: storage === 'incremental' && allocation === 'thin' && template?.path ? { path: template.path, format: asFormat(template.format) } : null,
  }))
}

/** Empty images that the source's QEMU writes into; and what the machine is told at its first boot, which is made anew. */
export async function makeCopies({ stepId }: Pick<Context, 'stepId'>, destination: AgentClient, { configDrive }: WantedVm, copied: readonly CopiedDisk[]): Promise<void> {
  for (const { target, path, storagePath, format, sizeMiB, base } of copied) {
    await destination.disk.ensure({
      stepId: `${stepId}:${target}`, storagePath, path, format, sizeMiB, source: base ? { ...base, mode: 'thin', backing: null } : null,
    })
  }
  if (copied.length > 0 && configDrive) await destination.configDrive.ensure({ stepId: `${stepId}:config`, ...configDrive })
}

/** The images at the destination go again, once it is sure that the machine stayed. Where that is not known, nothing is touched. */
export async function dropCopies({ db, jobId, stepId, agent, state: { destinationId, copied = [] } }: Context): Promise<void> {
  const row = await db.migration.findUnique({ where: { id: jobId }, select: { state: true, stepId: true } })
  const stayed = !row?.stepId || row.state === 'failed' || row.state === 'cancelled'
  if (!destinationId || !stayed || copied.length === 0) return
  const { disk } = await agent(destinationId)
  for (const { target, path, storagePath } of copied) await disk.ensureAbsent({ stepId: `${stepId}:drop:${target}`, storagePath, path })
}

/**
 * The machine runs from its copies: what the source had is removed. A source that does not answer keeps them; its images are in nobody's
 * way, but a later move back is refused until they are gone.
 */
export async function leaveCopies({ db, input, subject, stepId, agent, state: { sourceId, copied = [] } }: Context): Promise<void> {
  await db.$transaction(async tx => {
    await wholeDisks(tx, copied.filter(({ base }) => base === null).map(({ diskId }) => diskId))
    await change(tx, 'vms', input.vmId)
  })
  if (!sourceId) return
  for (const { target, path, storagePath } of copied) {
    try {
      await (await agent(sourceId)).disk.ensureAbsent({ stepId: `${stepId}:leave:${target}`, storagePath, path })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      throw new AppError(error.code, `${subject.name} has moved, but its old disk ${target} is still on the host that it left: ${error.message}`, error.detail)
    }
  }
}
