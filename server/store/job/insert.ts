import { change } from '../change'
import type { Tx } from '../db'
import { appendEvent } from '../event'
import { relatedTo } from './related'
import type { NewJob } from './row'

/** Writes a queued job and its first audit event. The row is the outbox: an engine starts the workflow when it sees it. */
export async function insertJob(tx: Tx, job: NewJob, now: Date): Promise<void> {
  await tx.job.create({
    data: {
      id: job.id,
      kind: job.kind,
      steps: job.steps,
      input: job.input,
      subjectType: job.subject.type,
      subjectId: job.subject.id,
      subjectName: job.subject.name,
      userId: job.user?.id ?? null,
      username: job.user?.username ?? null,
      createdAt: now,
    },
    select: { id: true },
  })
  await change(tx, 'jobs', job.id)
  await appendEvent(tx, {
    code: `${job.kind}.begun`, params: { name: job.subject.name }, message: `${job.title}: begun.`, subject: job.subject, user: job.user, jobId: job.id,
    relatedId: relatedTo(job.input),
  })
}
