import { join, resolve } from 'node:path'

/** Where an embedded PostgreSQL keeps its things. */
export interface PostgresHome {
  home: string
  /** The database cluster itself, owned by the server's user. */
  data: string
  /** Folder of the server's unix socket. */
  run: string
  log: string
  /** Password of the database user, for the manager only (0600). */
  password: string
  /** The TCP port chosen last time. */
  port: string
}

/** Paths below `home`. */
export function postgresHome(home: string): PostgresHome {
  const base = resolve(home)
  const at = (name: string): string => join(base, name)
  return { home: base, data: at('data'), run: at('run'), log: at('postgres.log'), password: at('password'), port: at('port') }
}

/** Name of the database and of the user that owns it. */
export const databaseName = 'atrium'
export const databaseUser = 'atrium'
