import { isIP } from 'node:net'
import { join } from 'node:path'

export interface Config {
  port: number
  address: string
  /** Plain HTTP is only for loopback. */
  tls: { kind: 'none' } | { kind: 'given'; certificate: string; key: string } | { kind: 'own'; folder: string }
  databaseUrl: string
  dataDir: string
  roles: { web: boolean; engine: boolean }
  /** Development: Next compiles pages on demand. */
  dev: boolean
  logLevel: string
}

/** A setting that can't be used: its sentence is all that the person at the terminal needs. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const isLoopback = (address: string): boolean => address === 'localhost' || address === '::1' || /^127\./.test(address)

function portOf(text: string | undefined): number {
  const port = Number(text ?? 8080)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new ConfigError(`ATRIUM_PORT must be a port from 1 to 65535, not "${text}".`)
  return port
}

function rolesOf(text: string | undefined): Config['roles'] {
  const names = (text ?? 'web,engine').split(',').map(r => r.trim()).filter(Boolean)
  const unknown = names.find(n => n !== 'web' && n !== 'engine')
  if (unknown !== undefined || names.length === 0) throw new ConfigError(`ATRIUM_ROLES must be web, engine or web,engine, not "${text}".`)
  return { web: names.includes('web'), engine: names.includes('engine') }
}

function tlsOf(env: NodeJS.ProcessEnv, address: string, dataDir: string): Config['tls'] {
  const { ATRIUM_TLS_CERT: certificate, ATRIUM_TLS_KEY: key } = env
  if (certificate && key) return { kind: 'given', certificate, key }
  if (certificate || key) throw new ConfigError('Give both ATRIUM_TLS_CERT and ATRIUM_TLS_KEY, or neither.')
  return isLoopback(address) ? { kind: 'none' } : { kind: 'own', folder: join(dataDir, 'manager') }
}

/** Reads the environment. @throws ConfigError that says which variable is wrong */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const address = env.ATRIUM_ADDRESS ?? '127.0.0.1'
  if (isIP(address) === 0 && address !== 'localhost') throw new ConfigError(`ATRIUM_ADDRESS must be an IP address of this machine, not "${address}".`)
  if (!env.DATABASE_URL) throw new ConfigError('DATABASE_URL is not set. Start Atrium with npm run up, or name a PostgreSQL.')
  const dataDir = env.ATRIUM_DATA_DIR ?? '/var/lib/atrium'
  return {
    port: portOf(env.ATRIUM_PORT),
    address,
    tls: tlsOf(env, address, dataDir),
    databaseUrl: env.DATABASE_URL,
    dataDir,
    roles: rolesOf(env.ATRIUM_ROLES),
    dev: env.ATRIUM_DEV === '1',
    logLevel: env.ATRIUM_LOG_LEVEL ?? 'info',
  }
}
