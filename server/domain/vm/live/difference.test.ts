import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VmSpec } from '@/server/contract/agent/vm'
import type { RunningMachine } from '@/server/contract/agent/vm'
import { parseXml } from '@/server/domain/xml/parse'
import { buildXml } from '@/server/domain/xml/build'
import { buildDomain } from '../xml/domain'
import { anyMachine } from '../xml/testing'
import { differences } from './difference'
import { readRunning } from './running'

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const disk = { id: uuid(10), path: '/srv/a/images/10.qcow2', format: 'qcow2', bus: 'virtio', target: 'vda' }
const nic = { id: uuid(20), mac: '52:54:00:00:00:01', model: 'virtio', network: 'lan' }
const base = { id: uuid(1), name: 'web1', instanceId: uuid(2), generation: 3, memoryMiB: 1024, vcpus: 2, disks: [disk], nics: [nic] }
type Given = Record<string, unknown>
const spec = (change: Given = {}): VmSpec => VmSpec.parse({ ...base, ...change })
const started = (from: VmSpec, runBy: 'kvm' | 'qemu' = 'qemu'): RunningMachine => {
  const domain = parseXml(buildXml(buildDomain(from, runBy)))
  return readRunning(domain, domain)
}
const found = (before: Given, after: Given) => differences(started(spec(before), before.virtType === 'kvm' ? 'kvm' : 'qemu'), spec({ generation: 4, ...after })).map(({ field, deed }) => [field, deed.kind === 'restart' ? deed.code : deed.kind])

it('nothing waits for a machine that was started as it is wanted', () => {
  fc.assert(fc.property(anyMachine({ spice: true, hostDevices: true, arm: false }), ({ spec: wanted, runBy }) => {
    expect(differences(started(wanted, runBy), wanted)).toEqual([])
  }), { numRuns: 60 })
})

it('whatever differs is told, and is none any more after a start', () => {
  const machines = anyMachine({ spice: true, hostDevices: true, arm: false })
  fc.assert(fc.property(machines, machines, (from, to) => {
    const wanted = { ...to.spec, generation: 2 }
    const told = differences(started(from.spec, from.runBy), wanted)
    expect(told.every(({ running, next }) => running !== next)).toBe(true)
    expect(new Set(told.map(({ field }) => field)).size).toBe(told.length)
    expect(differences(started(wanted, to.runBy), wanted)).toEqual([])
  }), { numRuns: 30 })
})

/** What is plugged, pulled or changed, and what makes it so: a row is a row of the table in deed.ts. */
const hardware = (parts: Given) => ({ hardware: parts })
const second = { ...disk, id: uuid(11), path: '/srv/a/images/11.qcow2', target: 'vdb' }
const room = { memory: { maxMiB: 4096, slots: 4 } }
const module = { model: 'dimm', sizeMiB: 512, node: 0 }
const cases: [name: string, before: Given, after: Given, expected: (readonly [string, string])[]][] = [
  ['a vCPU within the most', hardware({ cpu: { maxVcpus: 4 } }), { vcpus: 3, ...hardware({ cpu: { maxVcpus: 4 } }) }, [['vcpus', 'vcpus']]],
  ['fewer vCPUs', { virtType: 'kvm', ...hardware({ cpu: { maxVcpus: 4 } }) }, { virtType: 'kvm', vcpus: 1, ...hardware({ cpu: { maxVcpus: 4 } }) }, [['vcpus', 'vcpus']]],
  ['fewer vCPUs of an emulated one', hardware({ cpu: { maxVcpus: 4 } }), { vcpus: 1, ...hardware({ cpu: { maxVcpus: 4 } }) }, [['vcpus', 'live_emulated']]],
  ['a vCPU beyond the most', {}, { vcpus: 3 }, [['vcpus', 'live_max_vcpus']]],
  ['less memory by the balloon', {}, hardware({ memory: { currentMiB: 512 } }), [['hardware.memory.currentMiB', 'balloon']]],
  ['less memory without a balloon', hardware({ balloon: { model: 'none' } }), hardware({ balloon: { model: 'none' }, memory: { currentMiB: 512 } }), [['hardware.memory.currentMiB', 'live_no_balloon']]],
  ['more memory', hardware(room), { memoryMiB: 2048, ...hardware(room) }, [['memoryMiB', 'memory']]],
  ['more memory without slots', {}, { memoryMiB: 2048 }, [['memoryMiB', 'live_no_slots']]],
  ['more memory than the most', hardware(room), { memoryMiB: 4224, ...hardware(room) }, [['memoryMiB', 'live_max_memory']]],
  ['more memory, not by a step', hardware(room), { memoryMiB: 1100, ...hardware(room) }, [['memoryMiB', 'live_memory_step']]],
  ['more memory with each slot taken', hardware({ memory: { ...room.memory, slots: 1, devices: [module] } }), { memoryMiB: 2048, ...hardware({ memory: { ...room.memory, slots: 1, devices: [module] } }) }, [['memoryMiB', 'live_slots_full']]],
  ['less memory', hardware(room), { memoryMiB: 512, ...hardware(room) }, [['memoryMiB', 'live_memory_less']]],
  ['what has grown already', hardware({ memory: { ...room.memory, devices: [module] } }), { memoryMiB: 1536, ...hardware(room) }, []],
  ['more of what has grown', hardware({ memory: { ...room.memory, devices: [module] } }), { memoryMiB: 1664, ...hardware(room) }, [['memoryMiB', 'memory']]],
  ['what has grown back again', hardware({ memory: { ...room.memory, devices: [module, { ...module, sizeMiB: 256 }] } }), { memoryMiB: 1280, ...hardware(room) }, [['hardware.memory.devices.512@0#1', 'unplug']]],
  ['less than has grown, of which no module is the part', hardware({ memory: { ...room.memory, devices: [module] } }), { memoryMiB: 1280, ...hardware(room) }, [['memoryMiB', 'live_memory_less']]],
  ['a module in', hardware(room), hardware({ memory: { ...room.memory, devices: [module] } }), [['hardware.memory.devices.512@0#1', 'plug']]],
  ['a second equal module in', hardware({ memory: { ...room.memory, devices: [module] } }), hardware({ memory: { ...room.memory, devices: [module, module] } }), [['hardware.memory.devices.512@0#2', 'plug']]],
  ['a module out', hardware({ memory: { ...room.memory, devices: [module] } }), hardware(room), [['hardware.memory.devices.512@0#1', 'unplug']]],
  ['modules beyond the most', hardware(room), hardware({ memory: { ...room.memory, devices: [{ ...module, sizeMiB: 4096 }] } }), [['hardware.memory.devices.4096@0#1', 'live_max_memory']]],
  ['a disk in', {}, { disks: [disk, second] }, [[`disks.${uuid(11)}`, 'plug']]],
  ['a disk out', { disks: [disk, second] }, {}, [[`disks.${uuid(11)}`, 'unplug']]],
  ['a SATA disk in', {}, { disks: [disk, { ...second, bus: 'sata', target: 'sda' }] }, [[`disks.${uuid(11)}`, 'live_bus']]],
  ['a SATA disk out', { disks: [disk, { ...second, bus: 'sata', target: 'sda' }] }, {}, [[`disks.${uuid(11)}`, 'live_bus']]],
  ['a USB disk without USB', hardware({ usb: { controller: 'none' }, input: { tablet: 'none' } }), { ...hardware({ usb: { controller: 'none' }, input: { tablet: 'none' } }), disks: [disk, { ...second, bus: 'usb', target: 'sda' }] }, [[`disks.${uuid(11)}`, 'live_no_usb']]],
  ['limits of a disk', {}, { disks: [{ ...disk, options: { limits: { totalIops: 100 } } }] }, [[`disks.${uuid(10)}.options.limits.totalIops`, 'limits']]],
  ['the cache of a disk', {}, { disks: [{ ...disk, options: { cache: 'writeback' } }] }, [[`disks.${uuid(10)}.options.cache`, 'live_start_only']]],
  ['the image of a disk', {}, { disks: [{ ...disk, path: '/srv/b.qcow2' }] }, [[`disks.${uuid(10)}.path`, 'live_start_only']]],
  ['a card in', {}, { nics: [nic, { ...nic, id: uuid(21), mac: '52:54:00:00:00:02' }] }, [[`nics.${uuid(21)}`, 'plug']]],
  ['a card out', {}, { nics: [] }, [[`nics.${uuid(20)}`, 'unplug']]],
  ['another network', {}, { nics: [{ ...nic, network: 'dmz' }] }, [[`nics.${uuid(20)}.network`, 'update']]],
  ['no network', {}, { nics: [{ ...nic, network: null }] }, [[`nics.${uuid(20)}.network`, 'update']]],
  ['no network, with the link down already', { nics: [{ ...nic, options: { link: 'down' } }] }, { nics: [{ ...nic, network: null }] }, []],
  ['a network where there was none', { nics: [{ ...nic, network: null }] }, {}, [[`nics.${uuid(20)}.network`, 'replug']]],
  ['the link', {}, { nics: [{ ...nic, options: { link: 'down' } }] }, [[`nics.${uuid(20)}.options.link`, 'update']]],
  ['the bandwidth', {}, { nics: [{ ...nic, options: { inbound: { average: 100 } } }] }, [[`nics.${uuid(20)}.options.inbound`, 'update']]],
  ['the MAC address', {}, { nics: [{ ...nic, mac: '52:54:00:00:00:09' }] }, [[`nics.${uuid(20)}.mac`, 'live_start_only']]],
  ['the model of a card', {}, { nics: [{ ...nic, model: 'e1000' }] }, [[`nics.${uuid(20)}.model`, 'live_start_only']]],
  ['a CD', hardware({ cdroms: [{ target: 'sda' }] }), hardware({ cdroms: [{ target: 'sda', path: '/srv/a.iso' }] }), [['hardware.cdroms.sda.path', 'media']]],
  ['a CD drive', {}, hardware({ cdroms: [{ target: 'sda' }] }), [['hardware.cdroms.sda', 'live_start_only']]],
  ['a USB device in', {}, hardware({ hostDevices: [{ type: 'usb', vendor: '0x1234', product: '0x5678' }] }), [['hardware.hostDevices.0x1234:0x5678', 'plug']]],
  ['a PCI device out', hardware({ hostDevices: [{ type: 'pci', address: '0000:3b:00.1' }] }), {}, [['hardware.hostDevices.0000:3b:00.1', 'unplug']]],
  ['the graphics card', {}, hardware({ video: { model: 'virtio' } }), [['hardware.video.model', 'live_start_only'], ['hardware.video.vramKiB', 'live_start_only']]],
  ['another TPM', {}, hardware({ tpm: {} }), [['hardware.tpm', 'live_start_only']]],
]

describe('what can be changed while it runs', () => {
  it.each(cases)('%s', (_, before, after, expected) => {
    expect(found(before, after)).toEqual(expected)
  })

  it('leaves alone what another tool plugged in', () => {
    const running = started(spec({ disks: [disk, second] }))
    const foreign = { ...running, disks: running.disks.map((each) => (each.target === 'vdb' ? { ...each, id: null } : each)) }
    expect(differences(foreign, spec())).toEqual([])
  })

  it('wants nothing else of hardware that was never read', () => {
    expect(differences(started(spec({ hardware: { tpm: {} } })), spec({ keepHardware: true }))).toEqual([])
  })

  it('takes what libvirt fills in for what was left open', () => {
    const running = started(spec({ hardware: { vsock: {} } }))
    const { hardware: now } = running
    const filled = { ...running, hardware: { ...now, vsock: { cid: 7 }, firmware: { ...now.firmware, loader: '/usr/share/OVMF.fd', nvram: '/var/x.fd' }, graphics: { ...now.graphics, vnc: now.graphics.vnc && { ...now.graphics.vnc, port: 5901 } } } }
    expect(differences(filled, spec({ hardware: { vsock: {} } }))).toEqual([])
  })

  it('waits for the driver of a balloon that starts with less, but not for one that was told', () => {
    const low = { hardware: { memory: { currentMiB: 512 } } }
    const running = started(spec(low))
    const all = { ...running, hardware: { ...running.hardware, memory: { ...running.hardware.memory, currentMiB: 1024 } } }
    expect(differences(all, spec(low))).toEqual([])
    expect(differences(all, spec({ ...low, generation: 4 })).map(({ field }) => field)).toEqual(['hardware.memory.currentMiB'])
  })
})
