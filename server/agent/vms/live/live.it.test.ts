import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VmSpec } from '@/server/contract/agent/vm'
import type { LiveResult } from '@/server/contract/hardware/change'
import { differences } from '@/server/domain/vm/live/difference'
import { parseAddresses } from '@/server/domain/vm/xml/address'
import { parseXml } from '@/server/domain/xml/parse'
import { sharedGuest } from '@/server/setup/guest/testing'
import { blankSpec, callOn, guestSpec, step, withStorage } from '@/server/agent/testing/specs'
import { Terminal } from '@/server/agent/testing/terminal'
import { testHost } from '@/server/agent/testing/test-host'
import type { TestHost } from '@/server/agent/testing/test-host'

/** A real guest, which sees what is plugged in and lets go of what is pulled out. */
let host: TestHost
let first: VmSpec
let serial: Terminal
let generation = 1
const extra: Record<string, VmSpec['disks'][number]> = {}
const nic = VmSpec.shape.nics.element.parse({ id: randomUUID(), mac: '52:54:00:aa:bb:01', model: 'virtio', network: 'live' })

const newDisk = async (target: string, bus: 'virtio' | 'scsi') => {
  const id = randomUUID()
  const path = `${host.storagePath}/images/${id}.qcow2`
  await host.client.disk.ensure({ ...step(), storagePath: host.storagePath, path, format: 'qcow2', sizeMiB: 16, source: null })
  extra[target] = VmSpec.shape.disks.element.parse({ id, path, format: 'qcow2', bus, target })
}

beforeAll(async () => {
  const { disk } = await sharedGuest()
  host = await testHost()
  await withStorage(host)
  await host.client.network.ensure({ ...step(), name: 'live', forward: { mode: 'nat', subnet: null } })
  for (const [target, bus] of [['vdb', 'virtio'], ['vdc', 'virtio'], ['sda', 'scsi']] as const) await newDisk(target, bus)
  first = await guestSpec(host, disk, { memoryMiB: 384, hardware: VmSpec.shape.hardware.parse({ cpu: { maxVcpus: 4 }, memory: { maxMiB: 1024, slots: 4 } }) })
  await host.client.vm.ensureRunning({ ...step(), spec: first, paused: true })
  serial = new Terminal(host.console(first.id, 'serial'))
  await new Promise((resolve, reject) => serial.socket.once('open', resolve).once('error', reject))
  await host.client.vm.ensureResumed(callOn(first))
  await serial.until(/TINY-READY[^]*login: $/)
  serial.type('root\n')
  await serial.until(/# /)
}, 240_000)
afterAll(() => host[Symbol.asyncDispose]())

const shell = async (command: string): Promise<string> => {
  serial.type(`${command}; echo over-$((40 + 2))\n`)
  return serial.until(/over-42[^]*# /)
}
/** What the guest finds, looked for until it is as expected: its kernel needs a moment. */
const sees = (command: string, wanted: RegExp) => expect.poll(() => shell(command), { timeout: 30_000, interval: 500 }).toMatch(wanted)

const wanted = (change: Partial<VmSpec>): VmSpec => VmSpec.parse({ ...first, ...change, generation: (generation += 1) })
const apply = (spec: VmSpec, guestMs = 20_000) => host.client.vm.applyLive({ ...step(), spec, guestMs })
const outcomes = (changes: readonly LiveResult[]) => Object.fromEntries(changes.map(({ field, outcome, reason }) => [field, reason ? `${outcome}: ${reason.code} ${reason.text}` : outcome]))
const disksWith = (...targets: string[]) => ({ disks: [...first.disks, ...targets.flatMap((target) => extra[target] ?? [])] })

describe('a running guest', { timeout: 120_000 }, () => {
  it('sees disks, a card, a vCPU and a module of memory that are plugged in', async () => {
    const memory = { ...first.hardware.memory, devices: [{ model: 'dimm' as const, sizeMiB: 128, node: 0 }] }
    const spec = wanted({ ...disksWith('vdb', 'sda'), nics: [nic], vcpus: 2, hardware: { ...first.hardware, memory } })
    const { vm, changes } = await apply(spec)
    expect(new Set(Object.values(outcomes(changes)))).toEqual(new Set(['done']))
    expect(changes.map(({ field }) => field).sort()).toEqual(
      ['vcpus', 'hardware.memory.devices.128@0#1', `disks.${extra.vdb?.id}`, `disks.${extra.sda?.id}`, `nics.${nic.id}`].sort())
    expect(vm.running).toMatchObject({ vcpus: 2, memoryMiB: 384, hardware: { memory: { devices: [{ sizeMiB: 128 }] } } })
    await sees('cat /sys/block/vdb/size', /32768/)
    await sees('cat /sys/block/sda/size', /32768/)
    await sees('cat /sys/class/net/*/address', /52:54:00:aa:bb:01/)
    await sees('ls -d /sys/devices/system/cpu/cpu1', /cpu1\r/)
    await sees('ls -d /sys/bus/acpi/devices/PNP0C80:00', /PNP0C80:00\r/)
    // Where it sits now is where its definition has it (RHV-MGR-4).
    const place = (xml: string) => parseAddresses(parseXml(xml))?.devices.filter(({ device }) => device.includes(extra.vdb?.id ?? '') || device.includes(nic.id))
    const [live, inactive] = [await host.virsh('dumpxml', spec.id), await host.virsh('dumpxml', '--inactive', spec.id)]
    expect(place(live)).toHaveLength(2)
    expect(place(live)).toEqual(place(inactive))
    // It stays so at its next start, and nothing waits for that.
    expect(inactive).toContain(extra.sda?.path)
    expect((await apply({ ...spec })).changes).toEqual([])
  })

  it('lets go of what is pulled out, and gives memory back', async () => {
    const spec = wanted({ hardware: { ...first.hardware, memory: { ...first.hardware.memory, currentMiB: 256 } } })
    const { vm, changes } = await apply(spec)
    const told = outcomes(changes)
    expect(told[`disks.${extra.vdb?.id}`]).toBe('done')
    expect(told[`disks.${extra.sda?.id}`]).toBe('done')
    expect(told[`nics.${nic.id}`]).toBe('done')
    expect(told['hardware.memory.devices.128@0#1']).toBe('done')
    expect(told['hardware.memory.currentMiB']).toBe('done')
    expect(told.vcpus).toMatch(/^needs_restart: live_emulated/)
    expect(vm.running?.disks.map(({ target }) => target)).toEqual(['vda'])
    await sees('ls /sys/block', /^(?![^]*vdb)[^]*vda/)
    // The image is nobody's any more.
    await host.client.disk.ensureAbsent({ ...step(), storagePath: host.storagePath, path: extra.vdb?.path ?? '' })
  })

  it('grows by a module when its memory is raised, once, and gives it back', async () => {
    const grown = wanted({ memoryMiB: 512 })
    const { vm, changes } = await apply(grown)
    expect(outcomes(changes)).toEqual(expect.objectContaining({ memoryMiB: 'done' }))
    expect(vm.running).toMatchObject({ memoryMiB: 384, hardware: { memory: { devices: [{ sizeMiB: 128 }] } } })
    await sees('ls -d /sys/bus/acpi/devices/PNP0C80:0*', /PNP0C80:0/)
    const again = (await apply({ ...grown })).changes.map(({ field }) => field)
    expect(again.filter((field) => field === 'memoryMiB' || field.startsWith('hardware.memory.devices'))).toEqual([])
    // Its next start has it from the beginning.
    expect(await host.virsh('dumpxml', '--inactive', grown.id)).toMatch(/<memory unit='KiB'>524288</)
    expect(outcomes((await apply(wanted({ memoryMiB: 500 }))).changes).memoryMiB).toMatch(/^needs_restart: live_memory_less/)
    expect(outcomes((await apply(wanted({}))).changes)['hardware.memory.devices.128@0#1']).toBe('done')
  })

  it('is asked once more when the agent was killed while it waited', async () => {
    await apply(wanted(disksWith('vdc')))
    await host.client.vm.ensureSuspended({ ...callOn(first), generation })
    const spec = wanted({})
    const asked = apply(spec, 60_000).then(() => 'answered', () => 'lost')
    await expect.poll(() => host.virsh('domblklist', '--inactive', spec.id), { timeout: 20_000 }).not.toContain('vdc')
    await sleep(500)
    await host.killAgent()
    expect(await asked).toBe('lost')
    await host.startAgent()
    const first2 = await apply(spec, 500)
    expect(outcomes(first2.changes)[`disks.${extra.vdc?.id}`]).toMatch(/^waiting: guest_silent/)
    await host.client.vm.ensureResumed({ ...callOn(first), generation })
    await expect.poll(async () => (await host.client.vm.get({ id: spec.id }))?.running?.disks.map(({ target }) => target), { timeout: 30_000 }).toEqual(['vda'])
    expect(outcomes((await apply(spec)).changes)[`disks.${extra.vdc?.id}`]).toBeUndefined()
  })
})

/** What libvirt fills in at a start is no difference. Each of these it does start here. */
const rich: [name: string, change: Record<string, unknown>][] = [
  ['UEFI', { firmware: 'uefi', memoryMiB: 128 }],
  ['Secure Boot', { firmware: 'uefi', memoryMiB: 128, hardware: { firmware: { secureBoot: true } } }],
  ['the old machine type', { hardware: { machine: { type: 'pc' }, usb: { controller: 'piix3-uhci' } } }],
  ['processor and screen', { vcpus: 2, hardware: { cpu: { mode: 'custom', model: 'Westmere', features: [{ name: 'avx', policy: 'disable' }], maxVcpus: 4 }, graphics: { vnc: { listen: 'network' } }, video: { model: 'virtio', heads: 2 } } }],
  ['small devices', { hardware: { sound: { model: 'ich9' }, watchdog: {}, panic: {}, input: { tablet: 'virtio', keyboard: 'usb' }, channels: { others: ['org.example.one'] }, serial: { ports: [{}, { type: 'null' }] } } }],
  ['time and memory', { hardware: { clock: { offset: 'variable', basis: 'localtime', adjustmentSeconds: 77 }, memory: { maxMiB: 512, slots: 4, currentMiB: 16, devices: [{ sizeMiB: 128 }] }, boot: { devices: ['network', 'hd'], menuTimeoutMs: 1000 } } }],
]

describe('a machine that was started as it is wanted', { timeout: 60_000 }, () => {
  it.each(rich)('has nothing that waits: %s', async (_, change) => {
    const plain = await blankSpec(host)
    const [disk] = plain.disks
    const spec = VmSpec.parse({
      ...plain, ...change, nics: [{ id: randomUUID(), mac: '52:54:00:aa:bb:77', model: 'virtio', network: 'live' }, { id: randomUUID(), mac: '52:54:00:aa:bb:78', model: 'e1000', network: null }],
      disks: [{ ...disk, options: { cache: 'writethrough', detectZeroes: 'on', limits: { readIops: 100, writeIops: 200 } } }],
    })
    const { running } = await host.client.vm.ensureRunning({ ...step(), spec })
    expect(running && differences(running, spec)).toEqual([])
    await host.client.vm.ensureAbsent(callOn(spec))
  })
})
