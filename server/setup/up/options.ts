import { resolve } from 'node:path'
import { SetupProblem } from '../problem'

/** What a person can choose, by environment variables. */
export interface Options {
  dataDir: string
  port: number
  address: string
  /** A PostgreSQL elsewhere; null: the embedded one. */
  databaseUrl: string | null
  /** Password of the first user, at the first set-up only; null: one is made. */
  adminPassword: string | null
}

/** What an earlier run was told, so that ATRIUM_DATA_DIR alone is enough from then on. */
export type RememberedOptions = Partial<Pick<Options, 'port' | 'address' | 'databaseUrl'>>

export const defaults = { dataDir: '/var/lib/atrium', port: 8080, address: '127.0.0.1' } as const
const shortestPassword = 8

/** The data folder, which is needed to find what is remembered. */
export const dataDirOf = (env: NodeJS.ProcessEnv): string => resolve(env.ATRIUM_DATA_DIR || defaults.dataDir)

/** Environment first, then what is remembered, then the defaults. @throws SetupProblem with a sentence for a value that cannot be */
export function readOptions(env: NodeJS.ProcessEnv, remembered: RememberedOptions): Options {
  const port = env.ATRIUM_PORT ? Number(env.ATRIUM_PORT) : (remembered.port ?? defaults.port)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new SetupProblem(`ATRIUM_PORT is "${env.ATRIUM_PORT}": it must be a number from 1 to 65535.`)
  }
  const adminPassword = env.ATRIUM_ADMIN_PASSWORD || null
  if (adminPassword !== null && adminPassword.length < shortestPassword) {
    throw new SetupProblem(`ATRIUM_ADMIN_PASSWORD is too short: it must have at least ${shortestPassword} characters.`)
  }
  return { dataDir: dataDirOf(env), port, address: env.ATRIUM_ADDRESS || remembered.address || defaults.address, databaseUrl: readUrl(env, remembered), adminPassword }
}

/** An empty DATABASE_URL means the embedded database again. */
function readUrl(env: NodeJS.ProcessEnv, remembered: RememberedOptions): string | null {
  const url = env.DATABASE_URL ?? remembered.databaseUrl ?? null
  if (!url) return null
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) throw new SetupProblem('DATABASE_URL must be of the form postgres://user:password@host:port/database.')
  return url
}
