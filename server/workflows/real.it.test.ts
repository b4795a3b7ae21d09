import { createHash } from 'node:crypto'
import { access, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWorld, vmFrom } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'
import { createVmDisk } from '@/server/commands/disk/create'
import { removeDisk } from '@/server/commands/disk/remove'
import { createVm } from '@/server/commands/vm/create'
import { addNic } from '@/server/commands/vm/nic/add'
import { removeNic } from '@/server/commands/vm/nic/remove'
import { poweroffVm } from '@/server/commands/vm/poweroff'
import { rebootVm } from '@/server/commands/vm/reboot'
import { removeVm } from '@/server/commands/vm/remove'
import { resetVm } from '@/server/commands/vm/reset'
import { resumeVm } from '@/server/commands/vm/resume'
import { shutdownVm } from '@/server/commands/vm/shutdown'
import { startVm } from '@/server/commands/vm/start'
import { suspendVm } from '@/server/commands/vm/suspend'
import { updateVm } from '@/server/commands/vm/update'
import { NicOptions } from '@/server/contract/hardware/nic'
import { pendingOf } from '@/server/store/vm/live'
import { sharedGuest } from '@/server/setup/guest/testing'

/** The engine with the real agent, real libvirt and the small guest: the story of one machine, cross-checked with virsh. */
let host: TestHost
let world: World
beforeAll(async () => {
  const { disk } = await sharedGuest()
  host = await testHost()
  const templatePath = join(host.storagePath, 'templates', 'tiny.qcow2')
  await mkdir(join(host.storagePath, 'templates'), { recursive: true })
  await copyFile(disk, templatePath)
  world = await createWorld({
    real: {
      instanceId: host.instanceId,
      ca: host.ca,
      hosts: [{ id: host.hostId, address: `127.0.0.1:${host.port}` }],
      storagePath: host.storagePath,
      templatePath,
      templateMiB: 48,
    },
  })
  await world.start()
}, 240_000)
afterAll(async () => {
  await world?.close()
  await host?.[Symbol.asyncDispose]()
})

const row = (id: string) => world.db.vm.findUniqueOrThrow({ where: { id } })
const done = async ({ jobId }: { jobId: string }) => expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })
const domstate = async (id: string) => (await host.virsh('domstate', id)).trim()
const agentAnswers = (id: string) => world.until(async () => ((await row(id)).runtime as { guest: unknown } | null)?.guest)

/** Nothing waits for a machine as it was started; then a card, a disk and a vCPU come, and card and disk go again. */
const changesWhileItRuns = async (id: string): Promise<void> => {
  const jobOf = ({ jobId }: { jobId: string | null }) => ({ jobId: jobId ?? expect.fail('there is no job') })
  expect(await pendingOf(world.db, id)).toEqual([])
  const nic = await addNic(world.context(), { id, networkId: world.ids.network, model: 'virtio', options: NicOptions.parse({}), apply: 'live' })
  await done(jobOf(nic))
  const disk = await createVmDisk(world.context(), { id, name: 'hot', sizeMiB: 16, format: 'qcow2', allocation: 'thin', bus: 'virtio', options: {} })
  await done(disk)
  await done(jobOf(await updateVm(world.context(), { id, generation: (await row(id)).generation, vcpus: 2, apply: 'live' })))
  expect(await host.virsh('domiflist', id)).toContain(nic.mac)
  expect(await host.virsh('domblklist', id)).toContain(disk.id)
  expect((await host.virsh('vcpucount', id, '--live', '--active')).trim()).toBe('2')
  await world.until(async () => (await pendingOf(world.db, id)).length === 0)
  await done(jobOf(await removeNic(world.context(), { id, nicId: nic.id, apply: 'live' })))
  await done(await removeDisk(world.context(), disk))
  expect(await host.virsh('domiflist', id)).not.toContain(nic.mac)
  expect(await host.virsh('domblklist', id)).not.toContain(disk.id)
}

it('lives through its whole story', { timeout: 300_000 }, async () => {
  const { id, jobId } = await createVm(world.context(), vmFrom(world, { name: 'story', memoryMiB: 192 }))
  await done({ jobId })
  expect([await domstate(id), (await row(id)).status]).toEqual(['shut off', 'down'])

  await done(await startVm(world.context(), { id }))
  expect([await domstate(id), (await row(id)).status]).toEqual(['running', 'up'])
  await agentAnswers(id)
  await changesWhileItRuns(id)

  await done(await suspendVm(world.context(), { id }))
  expect([await domstate(id), (await row(id)).status]).toEqual(['paused', 'paused'])
  await done(await resumeVm(world.context(), { id }))
  expect([await domstate(id), (await row(id)).status]).toEqual(['running', 'up'])

  await done(await rebootVm(world.context(), { id }))
  await done(await resetVm(world.context(), { id }))
  await done(await poweroffVm(world.context(), { id }))
  expect([await domstate(id), (await row(id)).status]).toEqual(['shut off', 'down'])

  await done(await startVm(world.context(), { id }))
  await agentAnswers(id)
  await done(await shutdownVm(world.context(), { id, timeoutSeconds: 120 }))
  expect([await domstate(id), (await row(id)).status]).toEqual(['shut off', 'down'])

  // Behind Atrium's back.
  await host.virsh('start', id)
  await world.until(async () => (await row(id)).status === 'up')
  await host.virsh('suspend', id)
  await world.until(async () => (await row(id)).status === 'paused')
  await host.virsh('destroy', id)
  await world.until(async () => (await row(id)).status === 'down')

  await done(await removeVm(world.context(), { id }))
  expect(await world.db.vm.findUnique({ where: { id } })).toBeNull()
  expect((await host.virsh('list', '--all', '--uuid')).trim()).toBe('')
})

/** Resolves as soon as the job is at that step. */
const at = (jobId: string, step: string) => world.until(async () => {
  const steps = (await world.db.job.findUnique({ where: { id: jobId } }))?.steps as { name: string; state: string }[] | undefined
  return steps?.some(({ name, state }) => name === step && state === 'running')
})
const qemus = async () => (await host.daemon.exec('pgrep', '-c', 'qemu-system')).trim()
const created = async (name: string) => {
  const { id, jobId } = await createVm(world.context(), vmFrom(world, { name, memoryMiB: 192 }))
  await done({ jobId })
  return id
}
const removed = async (id: string) => {
  await done(await poweroffVm(world.context(), { id }))
  await done(await removeVm(world.context(), { id }))
  expect((await host.virsh('list', '--all', '--uuid')).trim()).toBe('')
}

it('runs statelessly on a disk that it never writes to, whatever dies meanwhile', { timeout: 240_000 }, async () => {
  const id = await created('stateless')
  const { path } = await world.db.disk.findFirstOrThrow({ where: { vmId: id } })
  const digest = async (file: string) => createHash('sha256').update(await readFile(file)).digest('hex')
  const before = await digest(path)
  await done(await startVm(world.context(), { id, stateless: true }))
  const [overlay] = (await readdir(dirname(path))).filter(name => name.includes('stateless')).map(name => join(dirname(path), name))
  await agentAnswers(id)
  await host.virsh('qemu-monitor-command', id, '--hmp', 'qemu-io libvirt-1-format "write -P 0x5a 1M 64k"')
  await host.killAgent()
  await host.virsh('destroy', id)
  await host.startAgent()
  await world.db.host.update({ where: { id: host.hostId }, data: { address: `127.0.0.1:${host.port}` } })
  await world.db.change.create({ data: { topic: 'hosts', objectId: host.hostId } })
  await world.until(async () => { const { statelessRun, jobId } = await row(id); return !statelessRun && jobId === null })
  expect([await digest(path), await access(overlay ?? '').then(() => 'there', () => 'gone'), (await host.virsh('domblklist', id)).includes(path)]).toEqual([before, 'gone', true])
  await done(await removeVm(world.context(), { id }))
})

/** A small tree on the host's own web server; its address. */
const serveTree = async (): Promise<string> => {
  const { kernel, initrd } = await sharedGuest()
  const folder = join(host.storagePath, 'tree')
  await mkdir(folder)
  await copyFile(kernel, join(folder, 'vmlinuz'))
  await copyFile(initrd, join(folder, 'initrd.img'))
  await writeFile(join(folder, '.treeinfo'), '[general]\nfamily = Fedora\nversion = 38\n[images-x86_64]\nkernel = vmlinuz\ninitrd = initrd.img\n')
  const server = "const { createReadStream } = require('node:fs'); require('node:http').createServer((asked, answer) => createReadStream(process.argv[1] + asked.url).pipe(answer)).listen(8000)"
  await host.daemon.exec('sh', '-c', 'ip link set lo up; "$0" -e "$1" "$2" > /dev/null 2>&1 &', process.execPath, server, folder)
  return 'http://127.0.0.1:8000/'
}
const starts = (id: string) => world.db.job.count({ where: { kind: 'vm.start', subjectId: id } })
const told = (id: string, code: string) => world.db.event.count({ where: { subjectId: id, code } })

it('goes on from its disk when its installer restarts it, whoever was away', { timeout: 240_000 }, async () => {
  await world.db.instance.updateMany({ data: { fetchPrivate: true } })
  const wish = vmFrom(world, { name: 'installed', memoryMiB: 192, blank: true, start: true, source: { type: 'tree', url: await serveTree(), kickstart: null, arguments: '' } })
  const { id, jobId } = await createVm(world.context(), { ...wish, diskSizeMiB: 16 })
  await done({ jobId })
  await agentAnswers(id)
  expect(await row(id)).toMatchObject({ installation: { pending: false, restarts: true } })
  await world.stopEngine()
  await host.virsh('qemu-agent-command', id, JSON.stringify({ execute: 'guest-shutdown', arguments: { mode: 'reboot' } })).catch(() => 'it does not answer any more')
  await expect.poll(() => domstate(id), { timeout: 60_000 }).toBe('shut off')
  await host.killAgent()
  await host.startAgent()
  await world.db.host.update({ where: { id: host.hostId }, data: { address: `127.0.0.1:${host.port}` } })
  await world.start()
  // Seen to run while its start has yet to end.
  await world.until(async () => (await starts(id)) === 2 && (await row(id)).status === 'up' && (await row(id)).jobId === null)
  expect([await told(id, 'vm.installer_restart'), (await host.virsh('dumpxml', id)).includes('<kernel>')]).toEqual([1, false])
  await done(await poweroffVm(world.context(), { id }))
  await done(await removeVm(world.context(), { id }))
})

it('finishes a start in the middle of which the agent is killed', { timeout: 180_000 }, async () => {
  const id = await created('agent-killed')
  const start = await startVm(world.context(), { id })
  await at(start.jobId, 'start the machine')
  await host.killAgent()
  await host.startAgent()
  // The test's agent has another port after each start; a real one keeps its own.
  await world.db.host.update({ where: { id: host.hostId }, data: { address: `127.0.0.1:${host.port}` } })
  await world.db.change.create({ data: { topic: 'hosts', objectId: host.hostId } })
  await done(start)
  expect([await domstate(id), await qemus()]).toEqual(['running', '1'])
  await world.until(async () => (await row(id)).status === 'up' && (await row(id)).jobId === null)
  await removed(id)
})

it('finishes a start in the middle of which libvirtd is killed', { timeout: 180_000 }, async () => {
  const id = await created('libvirtd-killed')
  const start = await startVm(world.context(), { id })
  await at(start.jobId, 'start the machine')
  await host.daemon.signalLibvirtd('KILL')
  await host.daemon.startLibvirtd()
  await world.jobEnd(start.jobId)
  // libvirtd that dies while QEMU starts kills that QEMU when it is back: then the start has failed and nothing runs. Else one runs.
  await world.until(async () => {
    const { libvirt } = await world.db.host.findUniqueOrThrow({ where: { id: host.hostId } })
    return libvirt === 'up' && (await row(id)).status === ((await domstate(id)) === 'running' ? 'up' : 'down')
  })
  const { state } = await world.jobEnd(start.jobId)
  expect([state, await domstate(id)]).toEqual(state === 'succeeded' ? ['succeeded', 'running'] : ['failed', 'shut off'])
  expect(await row(id)).toMatchObject({ jobId: null })
  if (state === 'failed') await done(await startVm(world.context(), { id }))
  await removed(id)
})
