import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { plannedMigrations, type AppliedMigration } from './migrations/plan'
import { readMigrations } from './migrations/read'
import { withConnection } from './postgres/database'
import { projectRoot } from './root'

export const migrationsFolder = join(projectRoot, 'prisma', 'migrations')

/** The ledger exactly as `prisma migrate` makes it, so that contributors' tools and the product agree. */
const ledger = `create table if not exists "_prisma_migrations" (
  "id" varchar(36) primary key not null, "checksum" varchar(64) not null, "finished_at" timestamptz, "migration_name" varchar(255) not null,
  "logs" text, "rolled_back_at" timestamptz, "started_at" timestamptz not null default now(), "applied_steps_count" integer not null default 0)`

/**
 * Brings a database up to this program's schema: applies each prisma/migrations/<name>/migration.sql once, in order, all in one transaction
 * under a lock, so that several managers may start at once. Running it again changes nothing.
 * @returns the names applied now
 * @throws SetupProblem when an applied migration was edited, one failed half-way, or the database is of a newer program
 */
export function migrate(url: string, folder = migrationsFolder): Promise<string[]> {
  return withConnection(url, async client => {
    await client.query('begin')
    try {
      // An advisory lock, because the ledger may not exist yet, and two sessions that create it at once collide in the catalogue.
      await client.query("select pg_advisory_xact_lock(hashtext('atrium.migrate'))")
      await client.query('set local client_min_messages = warning')
      await client.query(ledger)
      const applied = await client.query<AppliedMigration>(
        'select migration_name as name, checksum, finished_at is not null as finished from "_prisma_migrations" where rolled_back_at is null')
      const planned = plannedMigrations(await readMigrations(folder), applied.rows)
      for (const { name, checksum, sql } of planned) {
        await client.query(sql)
        await client.query(
          'insert into "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) values ($1, $2, $3, now(), 1)',
          [randomUUID(), checksum, name])
      }
      await client.query('commit')
      return planned.map(migration => migration.name)
    } catch (error) {
      await client.query('rollback')
      throw error
    }
  })
}
