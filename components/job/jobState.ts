import type { Job, JobState } from '@/server/contract/api/activity'

const active: readonly JobState[] = ['queued', 'running', 'cancelling']
export const isActive = (job: Pick<Job, 'state'>): boolean => active.includes(job.state)
export const activeSearch = active.map(state => `state=${state}`).join(' or ')

/**
 * What the task drawer shows, in its order: running jobs, those that this tab started, those about the object one looks at, then the newest.
 * @param known a job may be in it twice @param started ids, newest first @param lookedAt id of the object whose page is open
 */
export function drawerJobs<J extends Pick<Job, 'id' | 'state' | 'subject'>>(
  known: readonly J[],
  started: readonly string[],
  lookedAt: string | null,
  limit = 15,
): J[] {
  const rank = (job: J): number => (isActive(job) ? 0 : started.includes(job.id) ? 1 : job.subject.id === lookedAt ? 2 : 3)
  return [...new Map(known.map(job => [job.id, job])).values()]
    .map((job, i) => ({ job, rank: rank(job), i }))
    .toSorted((a, b) => a.rank - b.rank || a.i - b.i)
    .slice(0, limit)
    .map(x => x.job)
}

/** Running time in ms; of a job or step that still works, until now. */
export const runMs = (work: { startedAt: string | null; endedAt: string | null }, now: number): number | null =>
  work.startedAt === null ? null : Math.max(0, (work.endedAt === null ? now : Date.parse(work.endedAt)) - Date.parse(work.startedAt))
