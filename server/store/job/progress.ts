import type { JobStep } from '@/server/contract/api/activity'
import { jobProgress } from '@/server/domain/job/steps'
import type { Tx } from '../db'

/** Writes the steps and tells the pages, in one statement: this is on the way of every step. */
export async function writeSteps(tx: Tx, id: string, steps: readonly JobStep[]): Promise<void> {
  await tx.$executeRaw`
    WITH written AS (
      UPDATE "job" SET "steps" = ${JSON.stringify(steps)}::jsonb, "progress" = ${jobProgress(steps)}
      WHERE "id" = ${id}::uuid AND "ended_at" IS NULL RETURNING "id"
    )
    INSERT INTO "change" ("topic", "object_id") SELECT 'jobs', "id"::text FROM written`
}
