import type { Tx } from '../db'

export interface ClaimedJob {
  id: string
  kind: string
}

/** Takes a queued job for this engine. Null when it is not queued any more: another engine has it. */
export async function claimJob(tx: Tx, id: string, now: Date): Promise<ClaimedJob | null> {
  const [row] = await tx.$queryRaw<ClaimedJob[]>`
    WITH claimed AS (
      UPDATE "job" SET "state" = CASE WHEN "cancel_asked" THEN 'cancelling' ELSE 'running' END, "started_at" = ${now}
      WHERE "id" = ${id}::uuid AND "state" IN ('queued', 'cancelling') AND "started_at" IS NULL
      RETURNING "id", "kind"
    ), told AS (
      INSERT INTO "change" ("topic", "object_id") SELECT 'jobs', "id"::text FROM claimed
    )
    SELECT "id"::text, "kind" FROM claimed`
  return row ?? null
}

/** Jobs that wait for an engine, oldest first. */
export const waitingJobs = async (tx: Tx): Promise<string[]> => {
  const rows = await tx.job.findMany({ where: { startedAt: null, endedAt: null }, orderBy: { createdAt: 'asc' }, take: 200, select: { id: true } })
  return rows.map(({ id }) => id)
}

export interface StrandedJob extends ClaimedJob {
  /** Status of its DBOS workflow; null = there is none. */
  workflow: string | null
}

/**
 * Claimed jobs that nobody works on: an engine died between the claim and the start of the workflow, or the workflow ended
 * without ending its job. A claim is given ten seconds to become a workflow.
 */
export const strandedJobs = (tx: Tx, now: Date): Promise<StrandedJob[]> => tx.$queryRaw<StrandedJob[]>`
  SELECT j."id"::text, j."kind", w."status" AS "workflow"
  FROM "job" j LEFT JOIN "dbos"."workflow_status" w ON w."workflow_uuid" = j."id"::text
  WHERE j."started_at" < ${new Date(now.getTime() - 10_000)} AND j."ended_at" IS NULL
    AND (w."status" IS NULL OR w."status" NOT IN ('PENDING', 'ENQUEUED', 'DELAYED'))`
