import { ensurePages, ensurePrograms, outcomeOf } from '../build'
import { buildGuest } from '../guest/build'
import { ensureLibvirt } from '../hypervisor/ensure'
import { registerInstance } from '../hypervisor/instances'
import { noteNetworks } from './networks'
import { probeHypervisor } from '../hypervisor/probe'
import { tailOf } from '../log-tail'
import { migrate } from '../migrate'
import { SetupProblem } from '../problem'
import { joinAgent, joinedHost, waitForHost } from './agent'
import { environmentOf, logOf, type Context } from './context'
import { ensureDatabaseRuns } from './database'
import { waitForHealth } from './health'
import { remember } from './instance'
import { crashWatch, keep } from './keep'
import { managerCommand } from './manager'
import { withFirstPassword } from './password'
import { agentService, managerService } from './services'

/** A step of `up`: repeatable, so that running it all again adopts what is there. Answers with what it did. */
export interface Step {
  title: string
  run(context: Context): Promise<string>
}

const managerTimeoutMs = 90_000
const hostTimeoutMs = 60_000

export const steps: readonly Step[] = [
  {
    title: 'programs',
    run: async context => {
      const built = await ensurePrograms()
      context.programsVersion = built.version
      return outcomeOf(built)
    },
  },
  {
    title: 'console',
    run: async context => {
      const built = await ensurePages()
      context.pagesVersion = built.version
      return outcomeOf(built)
    },
  },
  {
    title: 'libvirt',
    run: async context => {
      const keeper = await ensureLibvirt()
      await noteNetworks(context)
      await registerInstance(context.places.dataDir)
      return keeper
    },
  },
  {
    title: 'hypervisor',
    run: async context => {
      if (context.instance.hypervisorProbed) return 'tried before'
      await probeHypervisor()
      context.instance = await remember(context.places, { hypervisorProbed: true })
      return 'can start a machine'
    },
  },
  {
    title: 'small guest',
    run: async ({ places }) => ((await buildGuest(places.guest, places.packages)).built ? `built in ${places.guest}` : 'intact'),
  },
  { title: 'database', run: ensureDatabaseRuns },
  {
    title: 'database schema',
    run: async ({ databaseUrl }) => {
      const applied = await migrate(databaseUrl)
      return applied.length ? `applied ${applied.join(', ')}` : 'up to date'
    },
  },
  { title: 'first set-up', run: firstSetUp },
  { title: 'manager', run: startManager },
  { title: 'agent', run: startAgent },
  {
    title: 'this machine as a host',
    run: async ({ databaseUrl, places }) => {
      const host = await joinedHost(places)
      const status = host ? await waitForHost(databaseUrl, host, hostTimeoutMs) : 'not joined'
      if (status !== 'up') throw new SetupProblem(`This machine's host is "${status}" after ${hostTimeoutMs / 1000} s. The end of the agent's log:\n${await tailOf(`${places.logs}/agent.log`)}`)
      return 'up'
    },
  },
]

/** Datacenter, cluster, storage, network, the small guest as a template, and the first user. The manager's command leaves alone what is there. */
async function firstSetUp(context: Context): Promise<string> {
  const { options, places, instance } = context
  const database = databaseName(options.databaseUrl)
  if (instance.initialized === database) return 'done before'
  context.isFirst = await withFirstPassword(options, places, async file => {
    const told = await managerCommand(environmentOf(context), ['init', '--admin-password-file', file, '--storage', places.storage, '--guest', `${places.guest}/tiny.qcow2`])
    return !told.startsWith('Was set up already')
  })
  context.instance = await remember(places, { initialized: database })
  return context.isFirst ? 'datacenter, cluster, storage, network, template, user admin@internal' : 'the database was set up before'
}

/** Names the database that a set-up was done in, without its password. */
function databaseName(databaseUrl: string | null): string {
  if (databaseUrl === null) return 'embedded'
  const { host, pathname } = new URL(databaseUrl)
  return `${host}${pathname}`
}

async function startManager(context: Context): Promise<string> {
  const { options, places } = context
  await keep(context, managerService(options, places, context.databaseUrl, `${context.programsVersion}-${context.pagesVersion}`))
  const health = await waitForHealth(options, managerTimeoutMs, await crashWatch(places, 'manager'))
  if (!health) {
    const log = logOf(context, 'manager')
    throw new SetupProblem(`The manager does not answer. The end of ${log}:\n${await tailOf(log)}`)
  }
  context.instance = await remember(places, {
    port: options.port, address: options.address, databaseUrl: options.databaseUrl, instanceId: health.instanceId ?? context.instance.instanceId,
  })
  return 'answers'
}

async function startAgent(context: Context): Promise<string> {
  const { options, places } = context
  const known = await joinedHost(places)
  if (!known) await joinAgent(options, places, environmentOf(context))
  await keep(context, agentService(places, context.programsVersion))
  return known ? 'runs' : 'joined and started'
}
