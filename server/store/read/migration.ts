import { MigrationStats } from '@/server/contract/agent/migration'
import { migrationStates } from '@/server/contract/api/migration'
import type { Migration } from '@/server/contract/api/migration'
import type { Db } from '../db'
import { CopiedDisks } from '../migration/copied'
import type { Migration as Row } from '../generated/client'

export const migrationOf = (row: Row): Migration => ({
  id: row.id,
  source: { id: row.sourceId, name: row.sourceName },
  destination: { id: row.destinationId, name: row.destinationName },
  policy: row.policy,
  mode: row.mode === 'offline' ? 'offline' : 'live',
  tls: row.tls,
  copied: CopiedDisks.safeParse(row.copied).data?.map(({ name }) => name) ?? [],
  state: migrationStates.find(known => known === row.state) ?? 'unknown',
  progress: row.progress,
  stats: MigrationStats.safeParse(row.stats).data ?? null,
  error: row.error,
  user: row.username,
  startedAt: row.startedAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
})

/** Newest first. */
export async function listMigrations(
  db: Db, vmId: string, { limit, offset }: { limit: number; offset: number },
): Promise<{ items: Migration[]; total: number }> {
  const [rows, total] = await Promise.all([
    db.migration.findMany({ where: { vmId }, orderBy: [{ startedAt: 'desc' }, { id: 'asc' }], take: limit, skip: offset }),
    db.migration.count({ where: { vmId } }),
  ])
  return { items: rows.map(migrationOf), total }
}

/** The one that runs now, with its task; null when none does. */
export const runningMigration = (db: Db, vmId: string): Promise<Row | null> =>
  db.migration.findFirst({ where: { vmId, endedAt: null }, orderBy: { startedAt: 'desc' } })
