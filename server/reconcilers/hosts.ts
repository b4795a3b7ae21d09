import { graceRule } from '@/server/domain/host/liveness'
import { watchedHosts } from '@/server/store/observation/host'
import type { WatchedHost } from '@/server/store/observation/host'
import { isOutage } from '@/server/store/outage'
import type { Reconciler } from '@/server/workflows/engine'
import { applyIntent, removeStale } from './definitions'
import { applyAutostart } from './autostart'
import { removeAnswers } from './answers'
import { dropSpent } from './stateless'
import { startInstalled } from './installer'
import { keepDefinitions } from './kept-definitions'
import { createPoke } from './poke'
import { provisionHost } from './provision'
import { secureMigration } from './secure-migration'
import { observeAnew } from './unobserved'
import { superviseHost } from './supervisor'
import { settleWhereabouts } from './whereabouts'

/** Hosts without a watching engine are looked for this often; so are those of an engine that is gone. */
const lookMs = 5_000
/** What a host could not use is tried again this often, without anything having changed (RHV-STO-5). */
const retryMs = 300_000
const lockName = (hostId: string): string => `host:${hostId}`

interface Watch {
  host: WatchedHost
  supervisor: { stop: () => Promise<void> }
  provision: ReturnType<typeof createPoke>
  /** The next provisioning asks for everything again. */
  all: boolean
  /** Machines whose double run was told: it is told once. */
  reported: Set<string>
}

/** Watches every host that no other engine watches, and brings what connects in line with intent. */
export const hostsReconciler: Reconciler = async environment => {
  const { db, session, logger, stopping } = environment
  // ATRIUM_HOST_GRACE_MS shortens the grace of RHV-PWR-4, for labs and tests.
  const rule = { ...graceRule, baseMs: Number(process.env.ATRIUM_HOST_GRACE_MS) || graceRule.baseMs }
  const watches = new Map<string, Watch>()
  const complain = (what: string, host: string) => (error: unknown) => {
    if (!stopping.aborted && !isOutage(error)) logger.warn({ host, error: error instanceof Error ? error.message : String(error) }, what)
  }

  const watch = (host: WatchedHost): void => {
    const provision = createPoke(() => {
      const { all } = one
      one.all = false
      if (all) secureMigration(environment, host).catch(complain('A host did not get its certificate for migration.', host.name))
      return provisionHost(environment, host, all).then(() => intent.poke()).catch((error: unknown) => {
        one.all ||= all
        complain('A host could not be brought in line.', host.name)(error)
      })
    })
    const supervisor = superviseHost(environment, host, {
      rule,
      onSnapshot: () => {
        one.all = true
        provision.poke()
      },
      onStale: ids => { removeStale(environment, host.id, ids).catch(complain('An old definition could not be removed.', host.name)) },
      onDoubt: ids => { settleWhereabouts(environment, host, ids, one.reported).catch(complain('It could not be found out where a machine runs.', host.name)) },
    })
    const one: Watch = { host, supervisor, provision, all: true, reported: new Set() }
    watches.set(host.id, one)
  }
  const unwatch = async (hostId: string): Promise<void> => {
    const one = watches.get(hostId)
    watches.delete(hostId)
    one?.provision.stop()
    await one?.supervisor.stop()
    await session.unlock(lockName(hostId))
  }

  const look = createPoke(async () => {
    try {
      const hosts = await watchedHosts(db)
      const known = new Map(hosts.map(host => [host.id, host]))
      for (const { host } of Array.from(watches.values())) {
        const now = known.get(host.id)
        const same = now && now.address === host.address && now.clusterId === host.clusterId && now.name === host.name
        // After a lost connection to PostgreSQL another engine may have it.
        if (!same || !(await session.tryLock(lockName(host.id)))) await unwatch(host.id)
      }
      for (const host of hosts) if (!stopping.aborted && !watches.has(host.id) && (await session.tryLock(lockName(host.id)))) watch(host)
    } catch (error) {
      complain('The hosts could not be read.', '')(error)
    }
  })
  const intent = createPoke(async () => {
    const hostIds = [...watches.keys()]
    await observeAnew(environment, hostIds).catch(complain('Machines could not be read.', ''))
    await applyIntent(environment, hostIds).catch(complain('New definitions could not be applied.', ''))
    await keepDefinitions(environment, hostIds).catch(complain('Definitions could not be read.', ''))
    await dropSpent(environment, hostIds).catch(complain('Changes of stateless machines could not be dropped.', ''))
    await startInstalled(environment, hostIds).catch(complain('Installed machines could not be started.', ''))
    await removeAnswers(environment, hostIds).catch(complain('A CD with answers could not be taken out.', ''))
    await applyAutostart(environment, hostIds).catch(complain('Autostart could not be applied.', ''))
  })

  const ends = [
    session.onChange(({ topic }) => {
      if (topic === 'hosts') look.poke()
      else if (topic === 'vms') intent.poke()
      else if (topic === 'networks' || topic === 'storage-domains') for (const { provision } of watches.values()) provision.poke()
    }),
    session.onConnect(() => look.poke()),
  ]
  const timer = setInterval(() => {
    look.poke()
    // What a host did not answer is asked again.
    intent.poke()
  }, lookMs)
  const retry = setInterval(() => {
    for (const { provision } of watches.values()) provision.poke()
  }, Number(process.env.ATRIUM_STORAGE_RETRY_MS) || retryMs)
  look.poke()

  return {
    stop: async () => {
      clearInterval(timer)
      clearInterval(retry)
      for (const end of ends) end()
      look.stop()
      intent.stop()
      await Promise.all([...watches.keys()].map(unwatch))
    },
  }
}
