import type { JobStep } from '@/server/contract/api/activity'
import { withProgress } from '@/server/domain/job/steps'
import type { Tx } from '../db'
import { writeSteps } from './progress'
import { readJob } from './row'

const stepIdPattern = /^([0-9a-f-]{36}):([^:]+)/

/** Progress of a host's task becomes the progress of the step that it belongs to. */
export async function recordTask(tx: Tx, { stepId, progress, done, bytes }: { stepId: string; progress: number; done: boolean; bytes?: JobStep['bytes'] }): Promise<void> {
  const [, jobId, name] = stepIdPattern.exec(stepId) ?? []
  // The end of the task is told by the call itself.
  if (!jobId || !name || done) return
  const job = await readJob(tx, jobId)
  if (job && !job.ended) await writeSteps(tx, jobId, withProgress(job.steps, name, progress, bytes))
}
