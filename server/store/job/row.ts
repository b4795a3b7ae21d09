import { z } from 'zod'
import { JobStep, jobStates } from '@/server/contract/api/activity'
import type { JobState } from '@/server/contract/api/activity'
import type { PlainError } from '@/server/domain/error'
import type { Tx } from '../db'

export interface JobRow {
  id: string
  kind: string
  state: JobState
  steps: JobStep[]
  input: unknown
  subject: { type: string; id: string; name: string }
  user: { id: string; username: string } | null
  cancelAsked: boolean
  ended: boolean
}

export interface NewJob {
  id: string
  kind: string
  /** `Start web1`: begins the audit sentences. */
  title: string
  steps: JobStep[]
  input: object
  subject: JobRow['subject']
  user: JobRow['user']
}

export interface JobOutcome {
  state: 'succeeded' | 'failed' | 'cancelled'
  error: PlainError | null
}

const Steps = z.array(JobStep)
const State = z.enum(jobStates)

export const readJob = async (tx: Tx, id: string): Promise<JobRow | null> => {
  const row = await tx.job.findUnique({ where: { id } })
  if (!row) return null
  return {
    id,
    kind: row.kind,
    state: State.parse(row.state),
    steps: Steps.parse(row.steps),
    input: row.input,
    subject: { type: row.subjectType, id: row.subjectId, name: row.subjectName },
    user: row.userId && row.username ? { id: row.userId, username: row.username } : null,
    cancelAsked: row.cancelAsked,
    ended: row.endedAt !== null,
  }
}

export async function isCancelAsked(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.job.findUnique({ where: { id }, select: { cancelAsked: true } })
  return row?.cancelAsked ?? false
}

/** The job, with its row locked until the transaction ends. */
export async function lockJob(tx: Tx, id: string): Promise<JobRow | null> {
  await tx.$queryRaw`SELECT 1 FROM "job" WHERE "id" = ${id}::uuid FOR UPDATE`
  return readJob(tx, id)
}
