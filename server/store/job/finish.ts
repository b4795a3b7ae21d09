import { endedSteps, jobProgress } from '@/server/domain/job/steps'
import { change, changes } from '../change'
import type { Db, Tx } from '../db'
import type { Prisma } from '../generated/client'
import { appendEvent } from '../event'
import { refreshVmStatus } from '../vm/status'
import { endBulkItem } from './bulk'
import { relatedTo } from './related'
import { lockJob } from './row'
import type { JobOutcome } from './row'

const words = { succeeded: 'done', failed: 'failed', cancelled: 'cancelled' } as const

/** Ends a job: outcome, audit event, and the lock of its machine given back. A job that has ended already stays as it is. */
export const finishJob = (db: Db, id: string, outcome: JobOutcome, title: string, now: Date): Promise<void> =>
  db.$transaction(tx => finish(tx, id, outcome, title, now))

async function finish(tx: Tx, id: string, { state, error }: JobOutcome, title: string, now: Date): Promise<void> {
  // Machine before job, as the commands do: the other order could deadlock with one that supersedes this job.
  await tx.$queryRaw`SELECT 1 FROM "vm" WHERE "job_id" = ${id}::uuid FOR UPDATE`
  const job = await lockJob(tx, id)
  if (!job || job.ended) return
  const steps = endedSteps(job.steps, state === 'succeeded', now.toISOString())
  await tx.job.update({
    where: { id },
    data: {
      state,
      steps,
      progress: state === 'succeeded' ? 1 : jobProgress(steps),
      endedAt: now,
      ...(error ? { error: JSON.parse(JSON.stringify(error)) as Prisma.InputJsonObject } : {}),
    },
    select: { id: true },
  })
  await change(tx, 'jobs', id)
  await unlock(tx, id, now)
  await unlockDisks(tx, id)
  await endBulkItem(tx, id, { state, error })
  await appendEvent(tx, {
    severity: state === 'failed' ? 'error' : 'info',
    code: `${job.kind}.${state}`,
    params: { name: job.subject.name, ...(error ? { error: error.message, errorCode: error.code } : {}) },
    message: `${title}: ${words[state]}.${error && state === 'failed' ? ` ${error.message}` : ''}`,
    subject: job.subject,
    user: job.user,
    jobId: id,
    relatedId: relatedTo(job.input),
  })
}

/** Gives back the disks that the job held. */
async function unlockDisks(tx: Tx, jobId: string): Promise<void> {
  const held = await tx.disk.findMany({ where: { jobId }, select: { id: true } })
  if (held.length === 0) return
  await tx.disk.updateMany({ where: { jobId }, data: { jobId: null } })
  await changes(tx, 'disks', held.map(({ id }) => id))
}

/** A job that was superseded no longer holds its machine: then there is nothing to give back. */
async function unlock(tx: Tx, jobId: string, now: Date): Promise<void> {
  const held = await tx.vm.findMany({ where: { jobId }, select: { id: true } })
  if (held.length === 0) return
  const ids = held.map(vm => vm.id)
  await tx.vm.updateMany({ where: { jobId }, data: { jobId: null } })
  await refreshVmStatus(tx, ids, now)
  await changes(tx, 'vms', ids)
}

/** Gives back the locks of jobs that have ended or are gone: nothing should leave one, but a machine must not stay locked for ever. */
export async function unlockEnded(db: Db, now: Date): Promise<number> {
  return db.$transaction(async tx => {
    const held = await tx.vm.findMany({ where: { job: { endedAt: { not: null } } }, select: { id: true, jobId: true } })
    for (const { jobId } of held) if (jobId) await unlock(tx, jobId, now)
    const disks = await tx.disk.findMany({ where: { job: { endedAt: { not: null } } }, select: { jobId: true } })
    for (const { jobId } of disks) if (jobId) await unlockDisks(tx, jobId)
    return held.length + disks.length
  })
}
