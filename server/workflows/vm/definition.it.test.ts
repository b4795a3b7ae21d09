import { writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { labWorld } from '@/e2e/lab/engine'
import type { LabWorld } from '@/e2e/lab/engine'
import { runInHost } from '@/e2e/lab/host/enter'
import { powerOff } from '@/e2e/lab/host/power'
import { removeHost } from '@/server/commands/host/remove'
import { adoptVm } from '@/server/commands/vm/adopt'
import { cloneVm } from '@/server/commands/vm/clone'
import { migrateVm } from '@/server/commands/vm/migrate'
import { addNic } from '@/server/commands/vm/nic/add'
import { removeNic } from '@/server/commands/vm/nic/remove'
import { poweroffVm } from '@/server/commands/vm/poweroff'
import { startVm } from '@/server/commands/vm/start'
import { updateVm } from '@/server/commands/vm/update'
import type { HostFacts } from '@/server/contract/agent/host'
import { AddNic } from '@/server/contract/api/device'
import { parseAddresses } from '@/server/domain/vm/xml/address'
import { parseXml } from '@/server/domain/xml/parse'

/** A machine that virsh made, with all sorts of things that Atrium has no word for: they, and the places of its devices, go with it wherever it goes. */
let lab: LabWorld
let folder: string
const id: string = randomUUID()
const limitMs = 240_000

const ports = Array.from({ length: 8 }, (_, at) => `<controller type='pci' index='${at + 1}' model='pcie-root-port'/>`).join('')
const made = (path: string) => `<domain type='qemu'>
  <name>legacy</name><uuid>${id}</uuid><title>Payroll</title><genid>7b1c0f1e-8a9b-4b6c-9d3e-0f1a2b3c4d5e</genid>
  <metadata><other:tool xmlns:other='https://other.example/1'>kept</other:tool></metadata>
  <memory unit='MiB'>48</memory><vcpu>1</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <features><acpi/><apic/><vmport state='off'/></features>
  <devices>
    ${ports}
    <disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none' copy_on_read='on'/><source file='${path}'/><target dev='vda' bus='virtio'/></disk>
    <interface type='user'><mac address='52:54:00:0a:0b:0c'/><model type='virtio'/></interface>
    <video><model type='vga'/></video>
    <memballoon model='virtio'><stats period='7'/></memballoon>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
  </devices></domain>`
const unmodelled = ['<title>Payroll</title>', '>kept</other:tool>', "<vmport state='off'/>", "<stats period='7'/>", "copy_on_read='on'", "<interface type='user'>", "<hub type='usb'>"]

beforeAll(async () => {
  lab = await labWorld(`k${(process.pid % 46_656).toString(36)}`, 2)
  folder = (await lab.world.db.storageDomain.findFirstOrThrow()).path
}, limitMs)
afterAll(() => lab?.close(), limitMs)

const virsh = async (at: number, ...args: string[]) => {
  const host = lab.hosts[at]
  if (!host) throw new Error(`There is no host ${at}.`)
  return (await runInHost(host, ['virsh', '--quiet', '--connect', 'qemu:///system', ...args])).stdout
}
const define = async (at: number, xml: string) => {
  const file = join(folder, `${randomUUID()}.xml`)
  await writeFile(file, xml)
  await virsh(at, 'define', file)
}
const xmlAt = (at: number, of = id) => virsh(at, 'dumpxml', '--inactive', of)
const lacking = (xml: string, parts = unmodelled) => parts.filter(part => !xml.includes(part))
const placesAt = async (at: number) => new Map(parseAddresses(parseXml(await virsh(at, 'dumpxml', id)))?.devices.map(({ device, address }) => [device, address]))
const row = (of = id) => lab.world.db.vm.findUniqueOrThrow({ where: { id: of } })
const done = async ({ jobId }: { jobId: string | null }) => expect(await lab.world.jobEnd(jobId ?? '')).toMatchObject({ state: 'succeeded', error: null })
const settled = (status: string) => lab.world.until(async () => { const seen = await row(); return seen.status === status && seen.jobId === null })
const kept = (part: string, of = id) => lab.world.until(async () => (await row(of)).definition?.includes(part))
/** A host with so little memory is chosen for nothing. */
const tellMemory = async (at: number, memoryMiB: number) => {
  const { id: hostId, facts } = await lab.world.db.host.findUniqueOrThrow({ where: { id: lab.hostIds[at] ?? '' } })
  await lab.world.db.host.update({ where: { id: hostId }, data: { facts: { ...(facts as unknown as HostFacts), memoryMiB } } })
  return (facts as unknown as HostFacts).memoryMiB
}

it('keeps what it is when it is adopted, and what is done to it by virsh later', async () => {
  const path = join(folder, 'images', 'legacy.qcow2')
  await runInHost(lab.hosts[0] as LabWorld['hosts'][number], ['sh', '-c', 'mkdir -p "$(dirname "$1")" && qemu-img create -q -f qcow2 "$1" 16M', 'sh', path])
  await define(0, made(path))
  await lab.world.until(() => lab.world.db.vm.findFirst({ where: { id, external: true } }))
  await done(await adoptVm(lab.world.context(), { id }))
  expect(lacking((await row()).definition ?? '')).toEqual(["<hub type='usb'>"])
  await define(0, (await xmlAt(0)).replace('</devices>', "<hub type='usb'/></devices>"))
  await kept("<hub type='usb'>")
}, limitMs)

it('a clone has it all, but neither the address nor the number of the other; with a disk that Atrium does not know there is none', async () => {
  const clone = (of: string, name: string) => cloneVm(lab.world.context(), { id: of, name, disks: [], generalise: null })
  await expect(clone(id, 'legacy-2')).rejects.toThrow(/does not manage.*vda/)
  const bare = randomUUID()
  await define(0, made('').replace(/<disk.*<\/disk>/, '').replace(id, bare).replace('<name>legacy', '<name>bare').replace('0a:0b:0c', '0a:0b:0d'))
  await lab.world.until(() => lab.world.db.vm.findFirst({ where: { id: bare, external: true } }))
  await done(await adoptVm(lab.world.context(), { id: bare }))
  const copy = await clone(bare, 'bare-2')
  await done(copy)
  const xml = await xmlAt(lab.hostIds.indexOf((await row(copy.id)).hostId ?? ''), copy.id)
  expect(lacking(xml)).toEqual(["copy_on_read='on'", "<hub type='usb'>"])
  for (const own of ['<disk', '52:54:00:0a:0b:0d', '7b1c0f1e-8a9b', bare]) expect(xml).not.toContain(own)
  expect(xml).toMatch(/<mac address='52:54:00:/)
}, limitMs)

it('goes with it to another host by a start and by a migration; adding and removing devices moves no other', async () => {
  const memoryMiB = await tellMemory(0, 16)
  await done(await startVm(lab.world.context(), { id }))
  await settled('up')
  expect((await row()).hostId).toBe(lab.hostIds[1])
  expect(lacking(await xmlAt(1))).toEqual([])
  const before = await placesAt(1)
  expect([...before.keys()]).toEqual(expect.arrayContaining(['disk vda virtio', 'interface 52:54:00:0a:0b:0c', 'video vga', 'memballoon virtio', 'rng virtio']))

  // One card comes while it runs; at the next start it goes, and a watchdog comes.
  const nic = await addNic(lab.world.context(), AddNic.parse({ id, networkId: null }))
  await done(nic)
  const plugged = await placesAt(1)
  expect(plugged.get(`interface ${nic.id}`)).toBeDefined()
  expect([...before].filter(([device, address]) => plugged.get(device) !== address)).toEqual([])
  await removeNic(lab.world.context(), { id, nicId: nic.id, apply: 'next' })
  await updateVm(lab.world.context(), { id, generation: (await row()).generation, hardware: { watchdog: { model: 'i6300esb', action: 'reset' } } })
  await done(await poweroffVm(lab.world.context(), { id }))
  await done(await startVm(lab.world.context(), { id }))
  await settled('up')
  const started = await placesAt(1)
  expect([started.has(`interface ${nic.id}`), started.has('watchdog i6300esb')]).toEqual([false, true])
  expect([...before].filter(([device, address]) => started.get(device) !== address)).toEqual([])

  await tellMemory(0, memoryMiB)
  await done(await migrateVm(lab.world.context(), { id }))
  await settled('up')
  expect((await row()).hostId).toBe(lab.hostIds[0])
  expect(await placesAt(0)).toEqual(started)
  expect([lacking(await xmlAt(0)), lacking(await virsh(0, 'dumpxml', id))]).toEqual([[], []])
}, limitMs)

it('is not lost with its host: another one starts it from what is kept', async () => {
  const before = await placesAt(0)
  await done(await poweroffVm(lab.world.context(), { id }))
  await settled('down')
  await kept('watchdog')
  await powerOff(lab.hosts[0] as LabWorld['hosts'][number])
  await removeHost(lab.world.db, { id: lab.hostIds[0] ?? '', user: { id: randomUUID(), username: 'admin' } })
  await done(await startVm(lab.world.context(), { id }))
  await settled('up')
  expect((await row()).hostId).toBe(lab.hostIds[1])
  expect(lacking(await xmlAt(1))).toEqual([])
  expect(await placesAt(1)).toEqual(before)
}, limitMs)
