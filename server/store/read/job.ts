import { z } from 'zod'
import { Job, JobStep, jobStates, type JobState } from '@/server/contract/api/activity'
import { BulkWish } from '@/server/contract/api/bulk'
import { mayDo, type ObjectPath } from '@/server/domain/access/decide'
import { forbiddenAction } from '@/server/domain/access/forbidden'
import { jobCancel } from '@/server/domain/job/cancel'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { bulkCounts, type BulkCounts } from '../job/bulk'
import { pathsOf } from '../path'
import type { Caller } from '../scope'

export const jobSelect = {
  id: true,
  kind: true,
  state: true,
  progress: true,
  steps: true,
  error: true,
  input: true,
  subjectType: true,
  subjectId: true,
  subjectName: true,
  userId: true,
  username: true,
  createdAt: true,
  startedAt: true,
  endedAt: true,
  cancelAsked: true,
} satisfies Prisma.JobSelect

export type JobRecord = Prisma.JobGetPayload<{ select: typeof jobSelect }>

const BulkInput = BulkWish.pick({ action: true })
const Steps = z.array(JobStep)
const stateOf = (text: string): JobState => jobStates.find(s => s === text) ?? 'queued'

const jobRow = (job: JobRecord, path: ObjectPath, caller: Caller, counts: BulkCounts): Job => ({
  id: job.id,
  kind: job.kind,
  state: stateOf(job.state),
  progress: job.progress,
  steps: Steps.safeParse(job.steps).data ?? [],
  waitsFor: job.state === 'queued' ? 'A free place in the queue' : '',
  error: Job.shape.error.safeParse(job.error).data ?? null,
  subject: { type: job.subjectType, id: job.subjectId, name: job.subjectName },
  user: job.userId ? { id: job.userId, name: job.username ?? '' } : null,
  createdAt: job.createdAt.toISOString(),
  startedAt: job.startedAt?.toISOString() ?? null,
  endedAt: job.endedAt?.toISOString() ?? null,
  bulk: job.kind === 'vm.bulk' ? { action: BulkInput.parse(job.input).action, counts } : null,
  actions: {
    // Whoever has asked for an action on many may stop it.
    cancel: mayDo(caller.grants, 'job.cancel', path) || (job.kind === 'vm.bulk' && job.userId === caller.id)
      ? jobCancel({ kind: job.kind, state: stateOf(job.state), cancelAsked: job.cancelAsked })
      : forbiddenAction('job.cancel'),
  },
})

export async function jobRows(db: Db, records: JobRecord[], caller: Caller): Promise<Job[]> {
  const paths = await pathsOf(
    db,
    records.map(r => ({ type: r.subjectType, id: r.subjectId })),
  )
  const counts = await bulkCounts(db, records.flatMap(({ id, kind }) => (kind === 'vm.bulk' ? [id] : [])))
  return records.map(job => jobRow(job, [{ type: 'job', id: job.id }, ...(paths.get(job.subjectId) ?? [])], caller, counts.get(job.id) ?? {}))
}

export async function getJob(db: Db, id: string, caller: Caller): Promise<Job | null> {
  const record = await db.job.findUnique({ where: { id }, select: jobSelect })
  return record ? ((await jobRows(db, [record], caller))[0] ?? null) : null
}
