import type { AgentEvent } from '@/server/contract/agent/event'
import { AppError } from '@/server/domain/error'
import { nextLiveness, retryDelayMs } from '@/server/domain/host/liveness'
import type { GraceRule, Liveness } from '@/server/domain/host/liveness'
import { asHostStatus } from '@/server/store/vm/status'
import { setHostStatus, vmCountOn } from '@/server/store/observation/host'
import type { WatchedHost } from '@/server/store/observation/host'
import type { Observer } from '@/server/store/observation/vm'
import { isOutage } from '@/server/store/outage'
import { whileDatabaseAway } from '@/server/workflows/attempt'
import type { Environment } from '@/server/workflows/environment'
import { pause } from '@/server/workflows/pause'
import { heard } from './heard'
import { recordEvent } from './record'

/** The agent sends `alive` each 5 s. */
const silenceMs = 15_000

export interface SupervisorOptions {
  rule: GraceRule
  /** A snapshot was written: the host can be brought in line. */
  onSnapshot: () => void
  /** Old definitions of ours were seen on this host. */
  onStale: (vmIds: readonly string[]) => void
  /** Machines run here that should be elsewhere. */
  onDoubt: (vmIds: readonly string[]) => void
}

const why = (error: unknown): string => {
  if (error instanceof AppError) return error.detail.cause?.message ?? error.message
  const message = error instanceof Error ? error.message : String(error)
  // Node's word for an answer that ended in the middle.
  return message === 'aborted' ? 'the connection was cut' : message
}

/** Holds the event stream of one host open and writes what it hears, until it is stopped. */
export function superviseHost(environment: Environment, host: WatchedHost, { rule, onSnapshot, onStale, onDoubt }: SupervisorOptions): { stop: () => Promise<void> } {
  const { db, hosts, logger, now } = environment
  const stopped = new AbortController()
  const observer: Observer = { db, instanceId: environment.instanceId, host, now }
  let live: Liveness = { status: asHostStatus(host.status), attempts: 0, lostAt: null }

  /** The round of statistics that is being written. */
  let figures: Promise<void> | null = null
  /** Statistics wait for nobody and nobody waits for them; a round that comes while one is still being written is left out. */
  const recordFigures = (event: AgentEvent & { type: 'stats' }): void => {
    figures ??= recordEvent(observer, event, live.status)
      .then(() => undefined)
      .catch((error: unknown) => {
        if (!stopped.signal.aborted && !isOutage(error)) logger.warn({ host: host.name, error: String(error) }, 'Statistics of a host could not be written.')
      })
      .finally(() => { figures = null })
  }

  const watch = async (signal: AbortSignal): Promise<never> => {
    const agent = await hosts.agent(host.id)
    const stream = await agent.host.watch(undefined, { signal })
    for await (const event of heard(stream, silenceMs, signal)) {
      if (event.type === 'stats') {
        recordFigures(event)
        continue
      }
      if (event.type === 'snapshot') {
        // Both write many machines: not at once, or PostgreSQL may find them waiting for each other.
        await figures
        if (event.hostId !== host.id) throw new Error(`The agent at ${host.address} is that of host ${event.hostId}.`)
        // A person may have put the host into maintenance meanwhile.
        const row = await whileDatabaseAway(environment, () => db.host.findUnique({ where: { id: host.id }, select: { status: true } }))
        live = nextLiveness({ ...live, status: asHostStatus(row?.status ?? live.status) }, { type: 'connected' }, now().getTime(), 0, rule)
      }
      const { snapshot, stale, doubt } = await whileDatabaseAway(environment, () => recordEvent(observer, event, live.status))
      if (snapshot) onSnapshot()
      if (stale.length > 0) onStale(stale)
      if (doubt.length > 0) onDoubt(doubt)
    }
    throw new Error('The agent closed the connection.')
  }

  const lose = async (error: unknown): Promise<void> => {
    const reason = why(error)
    await figures
    hosts.lost(host.id, reason)
    await whileDatabaseAway(environment, async () => {
      const row = await db.host.findUnique({ where: { id: host.id }, select: { status: true } })
      if (!row) return
      const before = asHostStatus(row.status)
      const vmCount = before === 'connecting' || before === 'up' ? await vmCountOn(db, host.id) : 0
      live = nextLiveness({ ...live, status: before }, { type: 'failed' }, now().getTime(), vmCount, rule)
      if (live.attempts === 1) logger.warn({ host: host.name, reason }, 'The connection to a host was lost.')
      const { status } = live
      // A host that never answered stays installing; after some attempts its page says why.
      if (status !== before || (status === 'installing' && live.attempts === 3)) await db.$transaction(
        tx => setHostStatus(tx, host, status, `The agent does not answer: ${reason}`, now()), { timeout: 30_000 },
      )
    })
  }

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const connection = new AbortController()
      const end = () => connection.abort()
      stopped.signal.addEventListener('abort', end, { once: true })
      try {
        await watch(connection.signal)
      } catch (error) {
        // Whatever goes wrong with one host, it is watched again.
        if (!stopped.signal.aborted) await lose(error).catch(
          (failure: unknown) => logger.error({ host: host.name, error: String(failure) }, 'The loss of a host could not be written.'),
        )
      } finally {
        connection.abort()
        stopped.signal.removeEventListener('abort', end)
      }
      await pause(retryDelayMs(Math.max(1, live.attempts)), stopped.signal)
    }
  }

  const running = run().catch((error: unknown) => logger.error({ host: host.name, error: String(error) }, 'The watch of a host ended.'))
  return {
    stop: async () => {
      stopped.abort()
      // A write that waits for PostgreSQL never returns once the engine stops.
      await Promise.race([running, pause(2_000)])
    },
  }
}
