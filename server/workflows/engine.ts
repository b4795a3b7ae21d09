import { AppError } from '@/server/domain/error'
import { connectAgent } from '@/server/hosts/client'
import { createHostRegistry } from '@/server/hosts/registry'
import type { RegistryOptions } from '@/server/hosts/registry'
import { agentTls } from '@/server/hosts/tls'
import { db as openDb } from '@/server/store/db'
import type { Db } from '@/server/store/db'
import { createDispatcher, takeSlot } from './dispatcher'
import { launchDurable, startDurable, stopDurable } from './durable'
import type { EngineLogger, Environment } from './environment'
import { openSession } from './session'

/** A part that works beside the jobs: watches hosts, compares intent with observation, keeps house. */
export type Reconciler = (environment: Environment) => Promise<{ stop: () => Promise<void> }>

export interface EngineOptions {
  databaseUrl: string
  /** Id of this installation: the mark on its machines. */
  instanceId: string
  logger: EngineLogger
  /** server/reconcilers/all.ts; they are handed in because workflows may not know them. */
  reconcilers?: readonly Reconciler[]
  /** How a host is reached; tests give simulated ones. */
  connect?: RegistryOptions['connect']
  /** 60 s unless told. */
  patienceMs?: number
  aroundStep?: Environment['aroundStep']
}

const hostLookup = (db: Db): RegistryOptions['lookup'] => id => db.host.findUnique({ where: { id }, select: { id: true, name: true, address: true } })

const overTls = (db: Db): RegistryOptions['connect'] => async (host, connection) => {
  const instance = await db.instance.findFirst()
  if (!instance) throw new AppError('INTERNAL', 'This installation has no certificate authority yet.')
  return connectAgent(host.address, await agentTls(instance, host.id), connection)
}

/** Errors leave nothing open: the caller may try again. */
async function launch(environment: Environment, databaseUrl: string): Promise<string> {
  try {
    const slot = await takeSlot(environment)
    await launchDurable(environment, databaseUrl, slot)
    return slot
  } catch (error) {
    await stopDurable().catch(() => undefined)
    await environment.session.stop()
    throw error
  }
}

/**
 * Runs jobs and watches hosts until it is stopped. Several engines may share one database: each job and each host has one
 * of them at a time. PostgreSQL may go away and come back: everything waits meanwhile.
 */
export async function startEngine(options: EngineOptions): Promise<{ stop: () => Promise<void> }> {
  const { databaseUrl, logger } = options
  const db = openDb(databaseUrl)
  const stopping = new AbortController()
  const session = await openSession(databaseUrl, logger)
  const hosts = createHostRegistry({ lookup: hostLookup(db), connect: options.connect ?? overTls(db) })
  const environment: Environment = {
    db,
    instanceId: options.instanceId,
    hosts,
    session,
    logger,
    now: () => new Date(),
    stopping: stopping.signal,
    patienceMs: options.patienceMs ?? 60_000,
    aroundStep: options.aroundStep ?? ((_, run) => run()),
  }
  const slot = await launch(environment, databaseUrl)
  const dispatcher = createDispatcher(environment, slot, startDurable)
  const reconcilers = await Promise.all((options.reconcilers ?? []).map(start => start(environment)))
  void dispatcher.sweep()
  logger.info({ slot }, 'The engine runs.')

  return {
    stop: async () => {
      stopping.abort()
      await Promise.all([dispatcher.stop(), ...reconcilers.map(one => one.stop())])
      hosts.close()
      await stopDurable()
      await session.stop()
    },
  }
}
