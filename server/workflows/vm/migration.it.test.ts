import { createHash } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { crashAgent, startAgent } from '@/e2e/lab/agent'
import { labWorld } from '@/e2e/lab/engine'
import type { LabWorld } from '@/e2e/lab/engine'
import { attemptInHost, runInHost } from '@/e2e/lab/host/enter'
import { crashLibvirtd, cutNetwork, restoreNetwork, startLibvirtd } from '@/e2e/lab/host/faults'
import { powerOff } from '@/e2e/lab/host/power'
import type { LabHost } from '@/e2e/lab/lab'
import { buildEngine, spawnEngine } from '@/e2e/engine/process'
import { vmFrom } from '@/e2e/engine/world'
import { createVm } from '@/server/commands/vm/create'
import { migrateVm } from '@/server/commands/vm/migrate'
import { poweroffVm } from '@/server/commands/vm/poweroff'
import { startVm } from '@/server/commands/vm/start'
import { suspendVm } from '@/server/commands/vm/suspend'
import { createCa, createCsr, signLibvirt } from '@/server/domain/pki/certificate'
import type { MigrateOptions } from '@/server/contract/api/migration'
import { withAgent } from '@/server/api/agents'
import { askCancel } from '@/server/store/job/cancel'
import { migrationOf } from '@/server/store/read/migration'

/** Live migration between two real hosts, and everything that can go wrong in the middle. Cross-checked with virsh on both. */
let lab: LabWorld
let id: string
let manager: Awaited<ReturnType<typeof buildEngine>>
const limitMs = 240_000

beforeAll(async () => {
  lab = await labWorld(`m${(process.pid % 46_656).toString(36)}`, 2)
  const { world } = lab
  const created = await createVm(world.context(), vmFrom(world, { name: 'mover', memoryMiB: 128, start: true }))
  id = created.id
  // A guest boots in seconds, or in minutes where its processor is emulated on a busy machine.
  const booted = () => world.until(async () => ((await row()).runtime as { guest: unknown } | null)?.guest)
  ;[manager] = await Promise.all([buildEngine(), booted().catch(booted)])
}, limitMs)
afterAll(async () => {
  await lab?.close()
  await manager?.remove()
}, limitMs)
const hostsUp = () => lab.world.until(async () => (await lab.world.db.host.count({ where: { status: 'up', libvirt: 'up' } })) === 2)
beforeEach(async () => {
  await hostsUp()
  await lab.world.until(async () => (await row()).status === 'up' && (await row()).jobId === null)
}, limitMs)

const row = () => lab.world.db.vm.findUniqueOrThrow({ where: { id } })
const history = async (jobId: string) => migrationOf(await lab.world.db.migration.findUniqueOrThrow({ where: { id: jobId } }))
const migrate = (options: MigrateOptions = {}) => migrateVm(lab.world.context(), { id, ...options })
const slowly = (bandwidthMiBps = 8) => migrate({ bandwidthMiBps })
const tune = async ({ jobId }: { jobId: string }, bandwidthMiBps: number): Promise<unknown> => {
  const { sourceId, stepId } = await lab.world.db.migration.findUniqueOrThrow({ where: { id: jobId } })
  return withAgent(lab.world.db, sourceId, ({ migration }) => migration.tune({ stepId: stepId ?? '', bandwidthMiBps }))
}
/** What was to be seen on the way has been seen. One that has ended meanwhile needs no hurry; an agent that has just come back needs a moment. */
const hurry = (job: { jobId: string }) => lab.world.until(async () => {
  const { endedAt } = await lab.world.db.migration.findUniqueOrThrow({ where: { id: job.jobId } })
  return endedAt !== null || tune(job, 4_000).then(() => true, () => false)
})
/** libvirt takes half a minute and more to notice that the other side is gone: longer than a test usually waits. */
const ended = async ({ jobId }: { jobId: string }) => {
  for (let patience = 3; ; patience -= 1) {
    const end = await lab.world.jobEnd(jobId).catch((error: unknown) => {
      if (patience === 0) throw error
      return null
    })
    if (end) return end
  }
}
/** Starts one that must end before anything moves. */
const refusedBecause = async (why: string): Promise<void> => {
  const { state, error } = await ended(await migrate())
  expect({ state, code: error?.code }).toEqual({ state: 'failed', code: 'NO_HOST' })
  expect(error?.message).toContain(why)
}
/** Resolves when that share of its memory has travelled. */
const at = (jobId: string, share: number) => lab.world.until(async () => {
  const found = await lab.world.db.migration.findUnique({ where: { id: jobId } })
  return found && (found.endedAt !== null || (found.stats !== null && found.progress >= share))
})
const index = async (): Promise<number> => lab.hostIds.indexOf((await row()).hostId ?? '')
const sides = async (): Promise<{ source: LabHost; destination: LabHost }> => {
  const here = await index()
  return { source: lab.hosts[here] as LabHost, destination: lab.hosts[1 - here] as LabHost }
}
/** What its guest agent answers to a line of JSON. */
const askGuest = async (host: LabHost, line: string): Promise<unknown> => {
  const { stdout } = await runInHost(host, ['virsh', '--connect', 'qemu:///system', 'qemu-agent-command', '--timeout', '10', id, line])
  return (JSON.parse(stdout) as { return: unknown }).return
}
const lateSeconds = async (host: LabHost): Promise<number> => (Date.now() - Number(await askGuest(host, '{"execute":"guest-get-time"}')) / 1e6) / 1_000
/** The one promise of this file: one process, on the host that Atrium names, and it runs. */
async function runsOnce(where?: LabHost): Promise<void> {
  await lab.world.until(async () => (await row()).status === 'up' && (await row()).jobId === null)
  const here = await index()
  const seen = await lab.seen(id)
  expect(seen.map(state => state === 'running')).toEqual(lab.hosts.map((_, host) => host === here))
  // Memory that had half arrived is thrown away by the libvirtd there, as soon as it notices that no more will come.
  await lab.world.until(async () => (await lab.seen(id)).every((state, host) => state === (host === here ? 'running' : null)))
  if (where) expect(lab.hosts[here]?.name).toBe(where.name)
}

/** Nobody gets at the plain port of either libvirtd. */
const plainPort = (verb: '--insert' | '--delete') => Promise.all(lab.hosts.map(host =>
  runInHost(host, ['iptables', verb, 'INPUT', '--protocol', 'tcp', '--dport', '16509', '--jump', 'REJECT'])))

it('moves there and back, from libvirt to libvirt over TLS; figures and history tell how', async () => {
  await plainPort('--insert')
  for (const _ of ['there', 'back']) {
    const { source, destination } = await sides()
    const job = await migrate()
    expect(await ended(job)).toMatchObject({ state: 'succeeded', error: null })
    await runsOnce(destination)
    expect((await runInHost(source, ['virsh', '--quiet', 'list', '--all', '--name'])).stdout.trim()).toBe('')
    expect((await runInHost(destination, ['virsh', '--quiet', 'list', '--persistent', '--all', '--uuid'])).stdout.trim()).toBe(id)
    const { state, stats, endedAt } = await history(job.jobId)
    expect({ state, progress: stats?.remainingBytes, ended: endedAt !== null }).toEqual({ state: 'succeeded', progress: 0, ended: true })
    expect(stats?.elapsedMs).toBeGreaterThan(0)
    expect(stats?.downtimeMs).toBeGreaterThan(0)
  }
  await plainPort('--delete')
}, limitMs)

const pki = '/etc/libvirt/atrium-tls'
const calls = (from: LabHost, to: LabHost, folder: string) =>
  attemptInHost(from, ['virsh', '--connect', `qemu+tls://${to.address}/system?pkipath=${folder}`, 'uri'])

it('takes nobody whose certificate is another’s: of another authority, or signed for QEMU', async () => {
  const { source, destination } = await sides()
  expect(await calls(source, destination, pki)).toMatchObject({ code: 0 })
  // QEMU's own certificate is of the same authority; whoever breaks out of a machine has it.
  await runInHost(source, ['sh', '-c', `mkdir /run/qemu && cd /etc/libvirt/migration-tls && cp ca-cert.pem /run/qemu/cacert.pem && cp client-cert.pem /run/qemu/clientcert.pem && cp client-key.pem /run/qemu/clientkey.pem`])
  expect((await calls(source, destination, '/run/qemu')).code).not.toBe(0)
  // And one of another authority, in the place of the source's own.
  const ca = await createCa({ name: 'other', serial: '01', now: Date.now() })
  const { csr, key } = await createCsr('other')
  const certificate = await signLibvirt(lab.hostIds[await index()] ?? '', source.address, { ca, csr, serial: '02', now: Date.now() })
  const own = (name: string): string => join(source.dir, 'etc', 'atrium-tls', name)
  const [oldCertificate, oldKey] = await Promise.all([readFile(own('clientcert.pem')), readFile(own('clientkey.pem'))])
  await writeFile(own('clientcert.pem'), certificate)
  await writeFile(own('clientkey.pem'), key)
  expect((await calls(source, destination, pki)).code).not.toBe(0)
  await lab.world.db.cluster.updateMany({ data: { migrationEncryption: 'always' } })
  await refusedBecause('do not take each other\'s certificate')
  await lab.world.db.cluster.updateMany({ data: { migrationEncryption: 'when_possible' } })
  await writeFile(own('clientcert.pem'), oldCertificate)
  await writeFile(own('clientkey.pem'), oldKey)
  await runsOnce(source)
}, limitMs)

it('moved back at once by another tool, it is left alone on its way and followed; the guest is told the time', async () => {
  const { source, destination } = await sides()
  expect(await ended(await migrate())).toMatchObject({ state: 'succeeded', error: null })
  // A clock that is an hour late, as that of a guest that stood still.
  await askGuest(destination, `{"execute":"guest-set-time","arguments":{"time":${Math.floor(Date.now() / 1_000) - 3_600}000000000}}`)
  expect(await lateSeconds(destination)).toBeGreaterThan(3_000)
  await runInHost(destination, [
    'virsh', '--connect', 'qemu:///system', 'migrate', '--live', '--p2p', '--persistent', '--undefinesource', '--unsafe', id, `qemu+tcp://${source.address}/system`,
  ], 120_000)
  await runsOnce(source)
  expect(await lab.world.db.event.count({ where: { code: 'vm.runs_twice' } })).toBe(0)
  await lab.world.until(async () => Math.abs(await lateSeconds(source)) < 60)
}, limitMs)

it('shows where it goes and how far it is; the memory travels inside TLS', async () => {
  const { source, destination } = await sides()
  const job = await slowly()
  await at(job.jobId, 0.05)
  const { status, statusReason } = await row()
  expect(status).toBe('migrating')
  expect(statusReason).toMatch(new RegExp(`^to h${destination.number}, \\d+ %$`))
  // QEMU's own word for it, and whom it expects at the other end.
  const parameters = await runInHost(source, ['virsh', '--connect', 'qemu:///system', 'qemu-monitor-command', id, '{"execute":"query-migrate-parameters"}'])
  const { 'tls-creds': creds, 'tls-hostname': peer } = (JSON.parse(parameters.stdout) as { return: Record<string, string> }).return
  expect({ creds, peer }).toEqual({ creds: 'objlibvirt_migrate_tls0', peer: `${lab.hostIds[1 - (await index())]}.migration.atrium` })
  expect((await history(job.jobId)).tls).toBe(true)
  await lab.world.db.$transaction(tx => askCancel(tx, job.jobId))
  await ended(job)
  await runsOnce()
}, limitMs)

it('switched to post-copy on the way, it runs at the destination at once', async () => {
  const { destination } = await sides()
  const here = lab.hostIds[await index()] ?? ''
  const job = await migrate({ policy: 'post_copy', bandwidthMiBps: 8 })
  await at(job.jobId, 0.1)
  const { stepId } = await lab.world.db.migration.findUniqueOrThrow({ where: { id: job.jobId } })
  await withAgent(lab.world.db, here, agent => agent.migration.postCopy({ stepId: stepId ?? '' }))
  expect(await ended(job)).toMatchObject({ state: 'succeeded', error: null })
  await runsOnce(destination)
  expect((await history(job.jobId)).stats).toMatchObject({ postCopy: true })
}, limitMs)

it('a paused machine moves and stays paused; one that is down moves as a definition', async () => {
  const { source, destination } = await sides()
  const states = async () => (await lab.seen(id)).filter(Boolean)
  expect(await ended(await suspendVm(lab.world.context(), { id }))).toMatchObject({ state: 'succeeded' })
  expect(await ended(await migrate())).toMatchObject({ state: 'succeeded', error: null })
  expect({ states: await states(), at: (await sides()).source.name, status: (await row()).status }).toEqual({ states: ['paused'], at: destination.name, status: 'paused' })
  expect(await ended(await poweroffVm(lab.world.context(), { id }))).toMatchObject({ state: 'succeeded' })

  const job = await migrate()
  expect(await ended(job)).toMatchObject({ state: 'succeeded', error: null })
  const defined = async (host: LabHost) => (await runInHost(host, ['virsh', '--quiet', '--connect', 'qemu:///system', 'list', '--all', '--uuid'])).stdout.trim()
  expect([await defined(source), await defined(destination)]).toEqual([id, ''])
  expect(await history(job.jobId)).toMatchObject({ mode: 'offline', state: 'succeeded' })
  expect(await row()).toMatchObject({ status: 'down', hostId: lab.hostIds[lab.hosts.indexOf(source)] })
  expect(await ended(await startVm(lab.world.context(), { id }))).toMatchObject({ state: 'succeeded' })
  await runsOnce()
}, limitMs)

it.each([0.01, 0.5, 0.99])('cancelled at %d: it goes on at one host, and Atrium knows which', async share => {
  const { source } = await sides()
  const job = await slowly(share < 0.1 ? 8 : 24)
  // The last hundredth passes slowly enough to be seen.
  if (share > 0.9) await at(job.jobId, 0.9).then(() => tune(job, 4)).catch(() => undefined)
  await at(job.jobId, share)
  await lab.world.db.$transaction(tx => askCancel(tx, job.jobId))
  const { state } = await ended(job)
  // At 99 % the cancel may come too late: then it has moved, and says so.
  if (share < 0.9) expect(state).toBe('cancelled')
  await runsOnce(state === 'cancelled' ? source : undefined)
  expect((await history(job.jobId)).state).toBe(state === 'cancelled' ? 'cancelled' : 'succeeded')
}, limitMs)

it('finishes although the agent of the source is killed in the middle', async () => {
  const { source, destination } = await sides()
  const job = await slowly()
  await at(job.jobId, 0.1)
  await crashAgent(source)
  await startAgent(source)
  await hurry(job)
  expect(await ended(job)).toMatchObject({ state: 'succeeded', error: null })
  await runsOnce(destination)
}, limitMs)

it('finishes although the manager is killed in the middle', async () => {
  const { destination } = await sides()
  await lab.world.stopEngine()
  const process = spawnEngine(manager.path, lab.world)
  await process.said('ready')
  await hostsUp()
  const job = await slowly()
  await at(job.jobId, 0.1)
  await process.kill()
  await Promise.all([hurry(job), lab.world.start()])
  expect(await ended(job)).toMatchObject({ state: 'succeeded', error: null })
  await runsOnce(destination)
}, limitMs)

it.each(['source', 'destination'] as const)('libvirtd of the %s is killed in the middle', async side => {
  const host = (await sides())[side]
  const job = await slowly()
  await at(job.jobId, 0.1)
  await crashLibvirtd(host)
  await startLibvirtd(host)
  await hurry(job)
  await ended(job)
  await runsOnce()
}, limitMs)

it('the process at the destination is killed in the middle', async () => {
  const { source, destination } = await sides()
  const job = await slowly()
  await at(job.jobId, 0.1)
  await runInHost(destination, ['pkill', '--signal', 'KILL', '--full', '[g]uest=mover'])
  expect(await ended(job)).toMatchObject({ state: 'failed' })
  await runsOnce(source)
}, limitMs)

it('does not begin when a disk is missing at the destination', async () => {
  const { source, destination } = await sides()
  const storage = `${lab.hosts[0]?.lab.shared}/storage`
  await runInHost(destination, ['mount', '-t', 'tmpfs', 'tmpfs', storage])
  await refusedBecause('Disk vda is not there')
  await runInHost(destination, ['umount', storage])
  await runsOnce(source)
}, limitMs)

it('does not begin when the ports are closed', async () => {
  const { source, destination } = await sides()
  const rule = ['INPUT', '--protocol', 'tcp', '--dport', '49152:49216', '--jump', 'REJECT']
  await runInHost(destination, ['iptables', '--insert', ...rule])
  await refusedBecause('migration ports are closed')
  await runInHost(destination, ['iptables', '--delete', ...rule])
  await runsOnce(source)
}, limitMs)

/** Its disk, as another machine of another tool on that host. */
const rivalXml = (name: string, path: string): string => `<domain type='qemu'><name>${name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type></os><devices><disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none'/>
  <source file='${path}'/><target dev='vda' bus='virtio'/></disk></devices></domain>`

it('a disk in use is locked: no second start of it, on neither host, and Atrium names who has it', async () => {
  const { destination } = await sides()
  const { path } = await lab.world.db.disk.findFirstOrThrow({ where: { vmId: id } })
  const rival = `${lab.hosts[0]?.lab.shared}/rival.xml`
  await writeFile(rival, rivalXml('rival', path))
  const behindItsBack = await attemptInHost(destination, ['virsh', '--connect', 'qemu:///system', 'create', rival])
  expect(behindItsBack.code).not.toBe(0)
  expect(behindItsBack.stderr).toMatch(/Failed to get "write" lock|is locked/)
  // QEMU itself may not see the locks of another host; virtlockd's lease, in the folder that both share, is held too.
  const lease = join(`${lab.hosts[0]?.lab.shared}`, 'lockd', createHash('sha256').update(path).digest('hex'))
  expect(await readFile('/proc/locks', 'utf8')).toMatch(new RegExp(`POSIX +ADVISORY +WRITE .*:${(await stat(lease)).ino} `))
  await runsOnce()

  const { jobId: stop } = await poweroffVm(lab.world.context(), { id })
  expect(await ended({ jobId: stop })).toMatchObject({ state: 'succeeded' })
  await runInHost(destination, ['virsh', '--connect', 'qemu:///system', 'create', rival])
  const { state, error } = await ended(await startVm(lab.world.context(), { id }))
  expect({ state, code: error?.code }).toEqual({ state: 'failed', code: 'IN_USE' })
  expect(error?.message).toContain(`machine rival on host h${destination.number} uses its disk vda`)
  await runInHost(destination, ['virsh', '--connect', 'qemu:///system', 'destroy', 'rival'])
  expect(await ended(await startVm(lab.world.context(), { id }))).toMatchObject({ state: 'succeeded' })
  await runsOnce()
}, limitMs)

it('the network of the destination is cut in the middle', async () => {
  const { source, destination } = await sides()
  const job = await slowly()
  await at(job.jobId, 0.1)
  await cutNetwork(destination)
  expect(await ended(job)).toMatchObject({ state: 'failed' })
  await runsOnce(source)
  await restoreNetwork(destination)
}, limitMs)

// Last: it stays off.
it('the destination loses its power in the middle', async () => {
  const { source, destination } = await sides()
  const job = await slowly()
  await at(job.jobId, 0.1)
  await powerOff(destination)
  expect(await ended(job)).toMatchObject({ state: 'failed' })
  await runsOnce(source)
}, limitMs)
