import { SetupProblem } from '../problem'

/** A migration of this program. `checksum`: sha256 of its SQL, in hex. */
export interface Migration {
  name: string
  checksum: string
  sql: string
}

/** A row of the database's ledger. `finished` is false for one that stopped half-way (only Prisma's own command leaves such). */
export interface AppliedMigration {
  name: string
  checksum: string
  finished: boolean
}

/**
 * What is still to be applied, in order.
 * @throws SetupProblem when program and database do not share one history
 */
export function plannedMigrations(own: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const known = new Map(own.map(migration => [migration.name, migration]))
  for (const { name, checksum, finished } of applied) {
    const migration = known.get(name)
    if (!migration) {
      throw new SetupProblem(`The database was made by a newer Atrium (this one does not know its migration ${name}): run that version, or restore a backup.`)
    }
    if (!finished) {
      throw new SetupProblem(`The migration ${name} stopped half-way in this database: restore a backup, or resolve it with prisma migrate resolve.`)
    }
    if (migration.checksum !== checksum) {
      throw new SetupProblem(`The migration ${name} was edited after this database had applied it: put its file back as it was and write a new migration.`)
    }
  }
  const done = new Set(applied.map(migration => migration.name))
  return own.filter(migration => !done.has(migration.name))
}
