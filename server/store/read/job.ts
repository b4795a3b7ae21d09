import { z } from 'zod'
import { Job, JobStep, jobStates, type JobState } from '@/server/contract/api/activity'
import { mayDo, type ObjectPath } from '@/server/domain/access/decide'
import { forbiddenAction } from '@/server/domain/access/forbidden'
import { jobCancel } from '@/server/domain/job/cancel'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { pathsOf } from '../path'
import type { Caller } from '../scope'

export const jobSelect = {
  id: true,
  kind: true,
  state: true,
  progress: true,
  steps: true,
  error: true,
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

const Steps = z.array(JobStep)
const stateOf = (text: string): JobState => jobStates.find(s => s === text) ?? 'queued'

const jobRow = (job: JobRecord, path: ObjectPath, caller: Caller): Job => ({
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
  actions: {
    cancel: mayDo(caller.grants, 'job.cancel', path)
      ? jobCancel({ kind: job.kind, state: stateOf(job.state), cancelAsked: job.cancelAsked })
      : forbiddenAction('job.cancel'),
  },
})

export async function jobRows(db: Db, records: JobRecord[], caller: Caller): Promise<Job[]> {
  const paths = await pathsOf(
    db,
    records.map(r => ({ type: r.subjectType, id: r.subjectId })),
  )
  return records.map(job => jobRow(job, [{ type: 'job', id: job.id }, ...(paths.get(job.subjectId) ?? [])], caller))
}

export async function getJob(db: Db, id: string, caller: Caller): Promise<Job | null> {
  const record = await db.job.findUnique({ where: { id }, select: jobSelect })
  return record ? ((await jobRows(db, [record], caller))[0] ?? null) : null
}
