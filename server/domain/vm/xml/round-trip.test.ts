import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { buildXml } from '@/server/domain/xml/build'
import { attr, element, find, findAll, setChild, withChildren } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { parseDiskOptions } from './disk'
import { VmSpec } from '@/server/contract/agent/vm'
import { possible, present } from './coverage'
import { buildDomain } from './domain'
import { editDomain } from './edit'
import { wantedMachine } from './machine'
import { parseNicOptions } from './nic'
import { parseHardware, readMachine } from './read'
import { anyMachine } from './testing'

const machines = anyMachine({ spice: true, hostDevices: true, arm: true })
const runs = { numRuns: 60 }
vi.setConfig({ testTimeout: 60_000 })

/** What these machines can't have, and what tests it. */
const elsewhere = [
  /hypervisor stratovirt/, // stratovirt.test
  /sgio unfiltered/, // libvirt from 7.1 on refuses it
  /watchdog.model diag288|sound.model ich7|rename-restart|on(Poweroff|Reboot) preserve|timers\[\].(name platform|track boot)/, // refused, check.test
  /virtType auto|kept|addresses|configDrive|configMedium|keepHardware/, // domain.test, address.it, definition.it
]
const written = (domain: Element): Element => parseXml(buildXml(domain))

it('machines of these tests have every value of the contract', () => {
  const seen = new Set(fc.sample(machines, { numRuns: 600, seed: 1 }).flatMap(({ spec }) => present(spec, 'vm')))
  expect(possible(VmSpec, 'vm').filter((value) => !seen.has(value) && !elsewhere.some((pattern) => pattern.test(value)))).toEqual([])
})

it('what is built is read back as it was wanted', () => {
  fc.assert(fc.property(machines, ({ spec, runBy }) => {
    const domain = written(buildDomain(spec, runBy))
    const { machineName: _, ...read } = readMachine(domain)
    const { machineName: __, ...wanted } = wantedMachine(spec, runBy, null)
    expect(read).toEqual(wanted)
    expect(findAll(domain, 'devices/disk').filter((disk) => ['disk', 'lun'].includes(attr(disk, 'device') ?? '')).map(parseDiskOptions)).toEqual(spec.disks.map(({ options }) => options))
    const nics = findAll(domain, 'devices/interface').filter((nic) => attr(nic, 'type') !== 'hostdev')
    expect(nics.map(parseNicOptions)).toEqual(spec.nics.map(({ network, options }) => (network === null ? { ...options, link: 'up' } : options)))
  }), runs)
})

it('an edit to the same machine changes nothing', () => {
  fc.assert(fc.property(machines, ({ spec, runBy }) => {
    const domain = written(buildDomain(spec, runBy))
    expect(buildXml(editDomain(domain, spec, runBy))).toBe(buildXml(domain))
  }), runs)
})

it('an edit makes any machine into any other, and what is adopted stays as it is', () => {
  fc.assert(fc.property(machines, machines, (from, to) => {
    const domain = written(buildDomain(from.spec, from.runBy))
    // A machine stays what it is where nobody chooses: a q35 gets no IDE then, which domain.test tells.
    fc.pre(to.spec.hardware.machine.type !== 'auto' || ![...to.spec.disks, ...to.spec.hardware.cdroms].some(({ bus }) => bus === 'ide') || readMachine(domain).hardware.machine.type === 'pc')
    const adopted = { ...from.spec, hardware: parseHardware(domain) }
    expect(buildXml(editDomain(domain, adopted, from.runBy))).toBe(buildXml(domain))
    const edited = written(editDomain(domain, to.spec, to.runBy))
    const family = readMachine(domain).hardware.machine.type
    const given = to.spec.hardware.machine.type === 'auto' ? { ...to.spec, hardware: { ...to.spec.hardware, machine: { ...to.spec.hardware.machine, type: family } } } : to.spec
    const { hardware, ...read } = readMachine(edited)
    const wanted = wantedMachine(given, to.runBy, null)
    const clock = hardware.clock.offset === 'variable' ? wanted.hardware.clock : hardware.clock
    expect({ ...read, machineName: null, hardware: { ...hardware, clock } }).toEqual({ ...wanted, machineName: null })
  }), runs)
})

/** Something of another tool's in every element that has elements inside, and an attribute on each device. */
const strange = (domain: Element): Element => {
  const devices = find(domain, 'devices') ?? element('devices')
  const marked = devices.children.map((node) => (typeof node === 'object' && 'name' in node && node.name !== 'redirfilter' ? withChildren(node, [...node.children, element('strange', { by: 'hand' })]) : node))
  return setChild(setChild(domain, 'devices', withChildren(devices, [...marked, element('nvram-board', { kept: 'yes' })])), 'qemu:commandline', element('qemu:commandline', {}, element('qemu:arg', { value: '-x' })))
}

it('what Atrium has no word for survives an edit', () => {
  fc.assert(fc.property(machines, fc.integer({ min: 1, max: 4 }), ({ spec, runBy }, memory) => {
    const before = strange(written(buildDomain(spec, runBy)))
    const sound = spec.hardware.sound ? { model: 'ac97' as const } : null
    const edited = editDomain(before, { ...spec, description: `d${memory}`, hardware: { ...spec.hardware, sound, lifecycle: { ...spec.hardware.lifecycle, suspendToMem: true } } }, runBy)
    const count = (domain: Element) => findAll(domain, 'devices').flatMap(({ children }) => children).filter((node) => typeof node === 'object' && 'name' in node && find(node, 'strange')).length
    expect(count(edited)).toBe(count(before))
    expect([find(edited, 'devices/nvram-board'), find(edited, 'qemu:commandline')]).toEqual([find(before, 'devices/nvram-board'), find(before, 'qemu:commandline')])
  }), runs)
})

it('an edit keeps host devices in one order, whichever came first', () => {
  const functions = ['02', '1d'].map((slot) => ({ type: 'vf' as const, address: `0000:5e:${slot}.2`, mac: '52:54:00:aa:00:00', vlan: null }))
  fc.assert(fc.property(machines, ({ spec, runBy }) => {
    const having = (hostDevices: typeof functions) => ({ ...spec, hardware: { ...spec.hardware, hostDevices } })
    const edited = written(editDomain(written(buildDomain(having(functions.slice(1)), runBy)), having(functions), runBy))
    expect(readMachine(edited).hardware.hostDevices).toEqual(wantedMachine(having(functions), runBy, null).hardware.hostDevices)
  }), { numRuns: 10 })
})
