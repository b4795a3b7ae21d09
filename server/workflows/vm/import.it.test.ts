import { execFile } from 'node:child_process'
import { copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWorld } from '@/e2e/engine/world'
import type { World } from '@/e2e/engine/world'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'
import { readImport } from '@/server/api/import-read'
import { removeVm } from '@/server/commands/vm/remove'
import { importVm } from '@/server/commands/vm/import'
import { poweroffVm } from '@/server/commands/vm/poweroff'
import { startVm } from '@/server/commands/vm/start'
import { cancelJob } from '@/server/commands/job/cancel'
import { CreateImport } from '@/server/contract/api/import'
import { sharedGuest } from '@/server/setup/guest/testing'

/** The small guest as VMware would have it, brought in by the real agent and started on real libvirt. */
const run = promisify(execFile)
let host: TestHost
let world: World
let folder: string
const vmx = (more = '') => `.encoding = "UTF-8"
displayName = "shop"
guestOS = "debian12-64"
memsize = "192"
numvcpus = "1"
scsi0.present = "TRUE"
scsi0.virtualDev = "pvscsi"
scsi0:0.present = "TRUE"
scsi0:0.fileName = "shop.vmdk"
ethernet0.present = "TRUE"
ethernet0.virtualDev = "vmxnet3"
ethernet0.networkName = "VM Network"
${more}`

beforeAll(async () => {
  const { disk } = await sharedGuest()
  host = await testHost()
  const templatePath = join(host.storagePath, 'templates', 'tiny.qcow2')
  await mkdir(join(host.storagePath, 'templates'), { recursive: true })
  await copyFile(disk, templatePath)
  world = await createWorld({
    real: {
      instanceId: host.instanceId, ca: host.ca, hosts: [{ id: host.hostId, address: `127.0.0.1:${host.port}` }], storagePath: host.storagePath, templatePath, templateMiB: 48,
    },
  })
  await world.start()
  await world.until(async () => (await world.db.host.findFirst())?.status === 'up')
  folder = join(host.storagePath, 'import', 'shop')
  await mkdir(folder, { recursive: true })
  await run('qemu-img', ['convert', '-f', 'qcow2', '-O', 'vmdk', '-o', 'subformat=twoGbMaxExtentSparse', disk, join(folder, 'shop.vmdk')])
  await writeFile(join(folder, 'shop.vmx'), vmx())
}, 240_000)
afterAll(async () => {
  await world?.close()
  await host?.[Symbol.asyncDispose]()
})

const place = () => ({ clusterId: world.ids.cluster, storageDomainId: world.ids.storageDomain, hostId: host.hostId })
const begin = async (path: string, name: string, change: Partial<CreateImport> = {}) => {
  const read = await readImport(world.db, { ...place(), path })
  const { disks, nics, memoryMiB, vcpus, firmware } = read.proposed
  const input = CreateImport.parse({ ...place(), path, name, memoryMiB, vcpus, firmware, disks: disks.map(({ key, bus }) => ({ key, bus })), nics: nics.map(({ key, model }) => ({ key, model, networkId: null })), ...change })
  return { read, ...(await importVm(world.context(), input, read)) }
}
const images = async () => (await readdir(join(host.storagePath, 'images')).catch(() => [])).sort()
const done = async ({ jobId }: { jobId: string }) => expect(await world.jobEnd(jobId)).toMatchObject({ state: 'succeeded', error: null })

it('boots from the disk that VMware wrote, with the hardware that the guest knew', { timeout: 240_000 }, async () => {
  const before = await stat(join(folder, 'shop.vmdk'))
  const { id, jobId, read } = await begin('shop/shop.vmx', 'shop')
  expect(read.proposed).toMatchObject({ kind: 'vmx', name: 'shop', os: 'debian12', memoryMiB: 192, disks: [{ file: 'shop.vmdk', format: 'vmdk', bus: 'sata', problem: null, controller: 'SCSI (pvscsi)' }], nics: [{ model: 'vmxnet3' }] })
  await done({ jobId })
  const xml = await host.virsh('dumpxml', id)
  expect(xml).toMatch(/<target dev='sda' bus='sata'\/>/)
  expect(xml).toContain("<model type='vmxnet3'/>")
  await done(await startVm(world.context(), { id }))
  await world.until(async () => ((await world.db.vm.findUniqueOrThrow({ where: { id } })).runtime as { guest: unknown } | null)?.guest)
  await done(await poweroffVm(world.context(), { id }))
  await done(await removeVm(world.context(), { id }))
  expect((await stat(join(folder, 'shop.vmdk'))).mtimeMs).toBe(before.mtimeMs)
  expect(await images()).toEqual([])
})

it('leaves nothing when it is cancelled or the agent is killed in the middle of a copy, and is finished where it can be', { timeout: 240_000 }, async () => {
  // Random data, so that the copy takes long enough to be met.
  await run('dd', ['if=/dev/urandom', `of=${join(host.storagePath, 'import', 'big.raw')}`, 'bs=1M', 'count=600', 'status=none'])
  const copying = (jobId: string) => world.until(async () => (await images()).some(name => name.endsWith('.partial')) || (await world.db.job.findUnique({ where: { id: jobId } }))?.endedAt)
  const cancelled = await begin('big.raw', 'cancelled')
  await copying(cancelled.jobId)
  await cancelJob(world.context(), { id: cancelled.jobId })
  expect(await world.jobEnd(cancelled.jobId)).toMatchObject({ state: 'cancelled' })
  expect([await images(), await world.db.vm.count(), await world.db.disk.count()]).toEqual([[], 0, 0])

  const killed = await begin('big.raw', 'killed')
  await copying(killed.jobId)
  await host.killAgent()
  await host.startAgent()
  // The test's agent has another port after each start; a real one keeps its own.
  await world.db.host.update({ where: { id: host.hostId }, data: { address: `127.0.0.1:${host.port}` } })
  await world.db.change.create({ data: { topic: 'hosts', objectId: host.hostId } })
  await done(killed)
  const [disk] = await world.db.disk.findMany()
  await run('qemu-img', ['compare', '-f', 'raw', '-F', 'qcow2', join(host.storagePath, 'import', 'big.raw'), disk?.path ?? ''])
  await done(await removeVm(world.context(), { id: killed.id }))
})

/** As `virsh dumpxml` gives it; `features` = what else is among them. */
const libvirtXml = (features: string) => `<domain type='qemu'><name>old</name><title>Shop</title><memory unit='MiB'>192</memory><vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc-q35-2.9'>hvm</type></os><features><acpi/><apic/>${features}</features>
  <devices><emulator>/usr/bin/false</emulator>
    <disk type='file' device='disk'><driver name='qemu' type='vmdk'/><source file='/var/lib/libvirt/images/shop.vmdk'/><target dev='vda' bus='virtio'/><geometry cyls='16383' heads='16' secs='63'/></disk>
    <interface type='bridge'><mac address='52:54:00:6b:3c:58'/><source bridge='br0'/><model type='virtio'/><rom bar='off'/></interface>
    <filesystem type='mount'><source dir='/'/><target dir='all'/></filesystem>
    <memballoon model='virtio'><stats period='5'/></memballoon></devices>
  <qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><qemu:arg value='-fsdev'/></qemu:commandline></domain>`

it('a machine of libvirt brings along what Atrium does not model, as far as its new host knows it and it reaches for nothing there', { timeout: 240_000 }, async () => {
  await writeFile(join(folder, 'known.xml'), libvirtXml("<vmport state='off'/>"))
  const { id, jobId, read } = await begin('shop/known.xml', 'known')
  expect(read.proposed.findings.map(({ code }) => code)).toEqual(['import_lost'])
  await done({ jobId })
  const xml = await host.virsh('dumpxml', id)
  for (const kept of ['<title>Shop</title>', "<vmport state='off'/>", "heads='16'", "<rom bar='off'/>", "<stats period='5'/>"]) expect(xml).toContain(kept)
  expect(xml).not.toMatch(/filesystem|qemu:|br0|bin\/false|q35-2\.9/)
  await done(await startVm(world.context(), { id }))
  await done(await poweroffVm(world.context(), { id }))
  await done(await removeVm(world.context(), { id }))

  await writeFile(join(folder, 'newer.xml'), libvirtXml('<frobnicator level="9"/>'))
  const newer = await begin('shop/newer.xml', 'newer')
  await done(newer)
  expect(await host.virsh('dumpxml', newer.id)).not.toMatch(/Shop|frobnicator/)
  expect((await world.db.event.findFirst({ where: { code: 'vm.definition_left_out' } }))?.message).toContain('its host does not know them')
  await done(await removeVm(world.context(), { id: newer.id }))
})

it('is refused with a reason, and changes nothing', { timeout: 60_000 }, async () => {
  await writeFile(join(folder, 'gone.vmx'), vmx('scsi0:1.present = "TRUE"\nscsi0:1.fileName = "data.vmdk"'))
  const { proposed } = await readImport(world.db, { ...place(), path: 'shop/gone.vmx' })
  expect(proposed.disks.map(({ problem }) => problem?.code ?? null)).toEqual([null, 'import_file_missing'])
  await expect(begin('shop/gone.vmx', 'gone')).rejects.toMatchObject({ code: 'BAD_INPUT', detail: { field: 'disks', reason: { code: 'import_file_missing' } } })
  await expect(begin('shop/shop.vmx', '12')).rejects.toMatchObject({ detail: { field: 'name' } })
  await expect(begin('shop/shop.vmx', 'none', { disks: [] })).rejects.toMatchObject({ detail: { reason: { code: 'import_none' } } })
  await expect(begin('../shop.vmx', 'away')).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await expect(begin('shop/shop.vmx', 'lost', { hostId: world.ids.cluster })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect([await world.db.vm.count(), await world.db.job.count({ where: { endedAt: null } }), await images()]).toEqual([0, 0, []])
})
