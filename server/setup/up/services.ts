import { join } from 'node:path'
import { launch } from '@/server/agent/launch'
import { programFile } from '../build/programs'
import type { RunningPostgres } from '../postgres/start'
import { projectRoot } from '../root'
import type { Service } from '../supervise/service'
import type { Options } from './options'
import type { Places } from './places'

const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

const forSetupOnly = /^ATRIUM_(ADMIN_PASSWORD|PREPARING|SANDBOX|E2E_.*|LAB_.*)$/

/** Settings that a person may give to the programs themselves (ATRIUM_ROLES, ATRIUM_LOG_LEVEL …). */
function handedOn(env: NodeJS.ProcessEnv): Record<string, string> {
  const names = Object.keys(env).filter(name => name.startsWith('ATRIUM_') && !forSetupOnly.test(name)).toSorted()
  return Object.fromEntries(names.map(name => [name, env[name] ?? '']))
}

/** The embedded server in the foreground; its settings, the port among them, are in its data folder. */
export function databaseService(postgres: RunningPostgres): Service {
  return {
    name: 'database',
    command: join(postgres.native, 'bin', 'postgres'),
    args: ['-D', postgres.home.data],
    env: { PATH: path, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    cwd: '/',
    ...postgres.user,
    log: postgres.home.log,
    version: 'postgresql',
    // "Fast" stop: SIGTERM would wait until the last client has left.
    stopSignal: 'SIGINT',
  }
}

export function managerEnvironment(options: Options, databaseUrl: string): Record<string, string> {
  return {
    ...handedOn(process.env),
    PATH: path, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', DATABASE_URL: databaseUrl,
    ATRIUM_DATA_DIR: options.dataDir, ATRIUM_PORT: String(options.port), ATRIUM_ADDRESS: options.address,
  }
}

export function managerService(options: Options, places: Places, databaseUrl: string, version: string): Service {
  return {
    name: 'manager',
    command: process.execPath,
    args: ['--enable-source-maps', programFile('manager')],
    env: managerEnvironment(options, databaseUrl),
    cwd: projectRoot,
    log: join(places.logs, 'manager.log'),
    version,
  }
}

export function agentService(places: Places, version: string): Service {
  return {
    name: 'agent',
    command: process.execPath,
    // No source maps: the first error would load one of several MB, and the bundle is readable as it is.
    args: [...launch.nodeFlags, programFile('agent'), 'run', '--data', places.agent, '--probe-kernel', join(places.guest, 'vmlinuz')],
    env: { ...handedOn(process.env), ...launch.environment, PATH: path, LC_ALL: 'C.UTF-8', NODE_ENV: 'production' },
    cwd: projectRoot,
    log: join(places.logs, 'agent.log'),
    version,
  }
}
