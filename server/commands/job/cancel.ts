import { AppError } from '@/server/domain/error'
import { jobCancel } from '@/server/domain/job/cancel'
import { appendEvent } from '@/server/store/event'
import { askCancel } from '@/server/store/job/cancel'
import { lockJob } from '@/server/store/job/row'
import type { CommandContext } from '../vm/context'

/** Asks a job to stop and undo itself; it ends a moment later. Errors: NOT_FOUND, WRONG_STATE. */
export async function cancelJob({ db, user }: CommandContext, { id }: { id: string }): Promise<{ jobId: string }> {
  await db.$transaction(async tx => {
    const job = await lockJob(tx, id)
    if (!job) throw new AppError('NOT_FOUND', `There is no job ${id}.`, { subject: { type: 'job', id } })
    const { allowed, reason } = jobCancel(job)
    if (!allowed && reason) throw new AppError('WRONG_STATE', reason.text, {
      subject: { type: 'job', id, name: job.kind }, reason: { code: reason.code, params: { ...reason.params, state: job.state } },
    })
    await askCancel(tx, id)
    await appendEvent(tx, {
      code: 'job.cancel_asked',
      params: { kind: job.kind, name: job.subject.name },
      message: `The job ${job.kind} on ${job.subject.name} was asked to stop.`,
      subject: job.subject,
      user,
      jobId: id,
    })
  })
  return { jobId: id }
}
