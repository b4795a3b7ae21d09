import { createHash } from 'node:crypto'

/** Id (a UUID) of a job that another one queues: made of that one's id and what the job is for, so that it is queued once whatever dies in between. */
export const childJobId = (jobId: string, purpose: string): string => {
  const hash = createHash('sha256').update(`${jobId} ${purpose}`).digest('hex')
  return [hash.slice(0, 8), hash.slice(8, 12), `4${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-')
}
