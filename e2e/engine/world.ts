import { randomUUID } from 'node:crypto'
import type { HostFacts } from '@/server/contract/agent/host'
import { CreateVm } from '@/server/contract/api/vm'
import type { VmSource } from '@/server/contract/api/vm-source'
import type { InitializationInput } from '@/server/contract/initialization'
import type { PlainError } from '@/server/domain/error'
import { createCa } from '@/server/domain/pki/certificate'
import type { Credentials } from '@/server/domain/pki/certificate'
import { createSimulatedAgent } from '@/server/hosts/simulated/agent'
import type { SimulatedAgent } from '@/server/hosts/simulated/agent'
import { simulatedFacts } from '@/server/hosts/simulated/facts'
import type { SimulatedFolder } from '@/server/hosts/simulated/storage'
import { closeDb, db as openDb } from '@/server/store/db'
import type { Db } from '@/server/store/db'
import { reconcilers } from '@/server/reconcilers/all'
import { testDatabase } from '@/server/setup/postgres/testing'
import type { TestDatabase } from '@/server/setup/postgres/testing'
import type { CommandContext } from '@/server/commands/vm/context'
import { createVm } from '@/server/commands/vm/create'
import { serial, serveSimulated } from './serve'
import { startEngine } from '@/server/workflows/engine'
import type { EngineOptions } from '@/server/workflows/engine'
import { openSession } from '@/server/workflows/session'
import type { Session } from '@/server/workflows/session'

/** A datacenter of simulated hosts on a real database, with an engine: what the tests of this folder and of the reconcilers act in. */
export interface World {
  url: string
  db: Db
  instanceId: string
  folder: SimulatedFolder
  agents: SimulatedAgent[]
  ids: { datacenter: string; cluster: string; storageDomain: string; network: string; template: string; blank: string }
  context: () => CommandContext
  agentOf: (hostId: string | null) => SimulatedAgent
  start: (options?: Partial<EngineOptions>) => Promise<void>
  stopEngine: () => Promise<void>
  /** Waits until `read` finds something, looking again after each change. */
  until: <T>(read: () => Promise<T | null | undefined | false>) => Promise<T>
  jobEnd: (jobId: string) => Promise<{ state: string; error: PlainError | null; steps: { name: string; state: string }[] }>
  /** A new machine, created by its own job unless told otherwise. */
  vm: (change?: VmChange) => Promise<string>
  close: () => Promise<void>
}

const simulatedTemplate = '/data/templates/tiny.qcow2'
/** A machine to import. */
const simulatedVmx = [
  'displayName = "web"', 'guestOS = "debian11-64"', 'memsize = "128"', 'numvcpus = "1"', 'ide0:0.present = "TRUE"', 'ide0:0.fileName = "web.vmdk"',
  'ethernet0.present = "TRUE"', 'ethernet0.virtualDev = "e1000"', 'ethernet0.networkName = "default"', 'ethernet0.generatedAddress = "00:50:56:9a:41:07"',
].join('\n')
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const loud = {
  debug: () => undefined,
  info: () => undefined,
  warn: (detail: object, message: string) => console.warn(message, detail),
  error: (detail: object, message: string) => console.error(message, detail),
}
export const testLogger = process.env.ENGINE_LOG ? loud : quiet
/** Generous, because nothing is measured here: a loaded machine must not fail a test. */
const untilMs = 60_000

/** What stands on the ground that the test has laid: the hosts, and where their storage and the template's image are. */
interface Ground {
  instanceId: string
  ca: Credentials | null
  hosts: readonly { id: string; address: string }[]
  storagePath: string
  templatePath: string
  templateMiB: number
}

async function seed(db: Db, { instanceId, ca, hosts, storagePath, templatePath, templateMiB }: Ground): Promise<World['ids']> {
  const ids = {
    datacenter: randomUUID(), cluster: randomUUID(), storageDomain: randomUUID(), network: randomUUID(), template: randomUUID(), blank: randomUUID(),
  }
  await db.instance.create({ data: { id: instanceId, caCertificate: ca?.certificate ?? '', caKey: ca?.key ?? '' } })
  await db.datacenter.create({ data: { id: ids.datacenter, name: 'dc1' } })
  await db.cluster.create({ data: { id: ids.cluster, name: 'cluster1', datacenterId: ids.datacenter } })
  await db.network.create({ data: { id: ids.network, datacenterId: ids.datacenter, name: 'default' } })
  await db.storageDomain.create({ data: { id: ids.storageDomain, datacenterId: ids.datacenter, name: 'data', type: 'posix', path: storagePath } })
  await db.template.create({ data: { id: ids.blank, datacenterId: ids.datacenter, name: 'Blank', blank: true, memoryMiB: 1024 } })
  await db.template.create({
    data: {
      id: ids.template,
      datacenterId: ids.datacenter,
      name: 'tiny',
      storageDomainId: ids.storageDomain,
      path: templatePath,
      diskSizeMiB: templateMiB,
      memoryMiB: 128,
    },
  })
  for (const [i, host] of hosts.entries()) await db.host.create({ data: { ...host, clusterId: ids.cluster, name: `h${i + 1}` } })
  return ids
}

export interface VmChange {
  name?: string
  start?: boolean
  memoryMiB?: number
  blank?: boolean
  initialization?: InitializationInput | null
  source?: VmSource
}

/** Input of a new machine from the small template. */
export const vmFrom = ({ ids }: Pick<World, 'ids'>, { name = `vm-${randomUUID().slice(0, 8)}`, start = false, memoryMiB = 128, blank = false, initialization = null, source }: VmChange) => CreateVm.parse({
  name, description: '', clusterId: ids.cluster, templateId: blank ? ids.blank : ids.template, memoryMiB, vcpus: 1,
  allocation: 'thin' as const, virtType: 'auto' as const, startPaused: false, start, initialization, ...(source ? { source } : {}),
})

export interface WorldOptions {
  /** How many simulated hosts. */
  hosts?: number
  /** They are reached over real TLS, so that engines in other processes can. */
  served?: boolean
  database?: TestDatabase
  /** What the simulated hosts share, when another world's hosts share it as well. */
  folder?: SimulatedFolder
  /** Of the simulated hosts' storage domain. */
  storagePath?: string
  /** Real hosts instead of simulated ones. */
  real?: Ground
}

export async function createWorld({ hosts = 1, served = false, database: given, folder: shared, storagePath = '/data', real }: WorldOptions = {}): Promise<World> {
  const database = given ?? (await testDatabase())
  const db = openDb(database.url)
  const instanceId = real?.instanceId ?? randomUUID()
  const folder: SimulatedFolder = shared ?? new Map([
    [simulatedTemplate, { format: 'qcow2', sizeMiB: 64, backing: null }],
    ['/data/import/web/web.vmx', { format: 'raw', sizeMiB: 1, backing: null, text: simulatedVmx }],
    ['/data/import/web/web.vmdk', { format: 'raw', sizeMiB: 48, backing: null }],
    ['/data/import/web.ova', { format: 'raw', sizeMiB: 48, backing: null, text: '<Envelope/>' }],
  ])
  const agents = Array.from({ length: real ? 0 : hosts }, (_, i) => createSimulatedAgent({ hostId: randomUUID(), hostname: `h${i + 1}`, folder }))
  const ca = served ? await createCa({ name: 'test', serial: serial(), now: Date.now() }) : null
  const servers = ca ? await Promise.all(agents.map(agent => serveSimulated(agent, ca))) : []
  const simulated = agents.map(({ hostId }, i) => ({ id: hostId, address: servers[i]?.address ?? `192.0.2.${i + 1}:54322` }))
  const ground: Ground = real ?? { instanceId, ca, hosts: simulated, storagePath, templatePath: simulatedTemplate, templateMiB: 64 }
  const ids = await seed(db, ground)
  const session: Session = await openSession(database.url, quiet)
  let engine: { stop: () => Promise<void> } | null = null

  const agentOf = (hostId: string | null): SimulatedAgent => {
    const found = agents.find(agent => agent.hostId === hostId)
    if (!found) throw new Error(`There is no simulated host ${hostId}.`)
    return found
  }
  const until: World['until'] = async read => {
    const deadline = Date.now() + untilMs
    for (;;) {
      let heard: () => void = () => undefined
      const change = new Promise<void>(resolve => { heard = resolve })
      const end = session.onChange(() => heard())
      try {
        const found = await read()
        if (found) return found
        if (Date.now() > deadline) throw new Error(`Did not happen within ${untilMs / 1000} s: ${read.toString()}`)
        let timer: NodeJS.Timeout | undefined
        await Promise.race([change, new Promise(resolve => { timer = setTimeout(resolve, 1_000) })])
        clearTimeout(timer)
      } finally {
        end()
      }
    }
  }
  const jobEnd: World['jobEnd'] = jobId => until(async () => {
    const job = await db.job.findUnique({ where: { id: jobId } })
    return job?.endedAt ? { state: job.state, error: job.error as PlainError | null, steps: job.steps as { name: string; state: string }[] } : null
  })
  const context = (): CommandContext => ({ db, user: null, now: new Date(), newId: randomUUID })
  const world: World = {
    url: database.url,
    db,
    instanceId,
    folder,
    agents,
    ids,
    context,
    agentOf,
    until,
    jobEnd,
    start: async options => {
      engine = await startEngine({
        databaseUrl: database.url,
        instanceId,
        logger: testLogger,
        reconcilers,
        ...(real ? {} : { connect: (host, connection) => agentOf(host.id).connect(connection) }),
        ...options,
      })
      await until(async () => {
        const up = await db.host.count({ where: { status: 'up' } })
        const storage = await db.storageDomainHost.count({ where: { writable: true } })
        const networks = await db.networkHost.count({ where: { active: true } })
        return up === ground.hosts.length && Math.min(storage, networks) >= up
      })
    },
    stopEngine: async () => {
      await engine?.stop()
      engine = null
    },
    vm: async (change = {}) => {
      const { start = false } = change
      const { id, jobId } = await createVm(context(), vmFrom(world, change))
      const { state, error } = await jobEnd(jobId)
      if (state !== 'succeeded') throw new Error(`The machine was not created: ${JSON.stringify(error)}`)
      if (start) await until(() => db.vm.findFirst({ where: { id, status: 'up', jobId: null } }))
      return id
    },
    close: async () => {
      await world.stopEngine()
      await session.stop()
      for (const server of servers) await server.close()
      await closeDb(database.url)
      await database.dispose()
    },
  }
  return world
}

/** With its engine, and each host up. */
export async function startedWorld(options: WorldOptions = {}): Promise<World> {
  const world = await createWorld(options)
  await world.start()
  return world
}

/** Who may do everything. */
export const superUser = () => ({ id: randomUUID(), username: 'test', grants: [{ role: 'SuperUser' as const, objectType: 'system' as const, objectId: null }] })

/** Host `at` says that of itself from now on; @returns its id. */
export async function tellFacts(world: World, at: number, change: Partial<HostFacts>): Promise<string> {
  const id = world.agents[at]?.hostId ?? ''
  await world.db.host.update({ where: { id }, data: { facts: { ...simulatedFacts(`h${at + 1}`), ...change } } })
  return id
}
