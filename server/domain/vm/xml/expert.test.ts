import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { VmSpec } from '@/server/contract/agent/vm'
import { Cdrom } from '@/server/contract/hardware/cdrom'
import { buildXml } from '@/server/domain/xml/build'
import { lineDiff } from '@/server/domain/xml/diff'
import { changeChild, element, find, findAll, setChild, text, withAttributes, withChildren } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { wantedDomain } from './definition'
import { buildDomain } from './domain'
import { readExpert, withEdit } from './expert'
import { readMachine } from './read'
import { anyMachine } from './testing'

const written = (domain: Element): Element => parseXml(buildXml(domain))
const machines = anyMachine({ spice: true, hostDevices: true, arm: false })
const sample = fc.sample(machines.filter(each => each.spec.disks.length > 0 && each.spec.nics.length > 0), { numRuns: 1, seed: 1 })
const { spec } = sample[0] as { spec: VmSpec }
const now = written(buildDomain(spec, 'qemu'))
const inDevices = (domain: Element, ...more: Element[]): Element => changeChild(domain, 'devices', devices => withChildren(devices, [...devices.children, ...more]))
const codes = (next: Element): string[] => readExpert({ spec, now, folders: ['/srv/data'] }, written(next)).findings.map(({ code }) => code)

describe('an expert’s XML', () => {
  it('that changes nothing is no edit', () => {
    fc.assert(fc.property(machines, each => {
      const domain = written(buildDomain(each.spec, each.runBy))
      expect(readExpert({ spec: each.spec, now: domain, folders: [] }, domain)).toEqual({ edit: {}, findings: [] })
    }), { numRuns: 50 })
  })

  it('makes any hardware into any other through the model', () => {
    fc.assert(fc.property(machines, machines, (from, to) => {
      const wished = { ...from.spec, hardware: to.spec.hardware, memoryMiB: 2048, description: 'edited' }
      const [before, after] = [from.spec, wished].map(each => written(buildDomain(each, from.runBy))) as [Element, Element]
      const { edit, findings } = readExpert({ spec: from.spec, now: before, folders: [] }, after)
      expect(findings).toEqual([])
      expect(readMachine(written(buildDomain(withEdit(from.spec, edit), from.runBy)))).toEqual(readMachine(after))
    }), { numRuns: 30 })
  })

  it('says the machine type that was automatic, when the drive that decided it goes', () => {
    const old = { ...spec, kept: null, disks: [], hardware: { ...spec.hardware, machine: { arch: 'x86_64' as const, type: 'auto' as const }, cdroms: [Cdrom.parse({ target: 'hdc', bus: 'ide' })] } }
    const [before, after] = [old, { ...old, hardware: { ...old.hardware, machine: { ...old.hardware.machine, type: 'pc' as const }, cdroms: [] } }]
      .map(each => written(buildDomain(each, 'qemu'))) as [Element, Element]
    expect(readExpert({ spec: old, now: before, folders: [] }, after)).toEqual({ edit: { hardware: { cdroms: [], machine: { arch: 'x86_64', type: 'pc' } } }, findings: [] })
  })

  it('keeps what Atrium has no word for, on this host and on another', () => {
    const next = inDevices(now, element('shmem', { name: 'mine' }, element('model', { type: 'ivshmem-plain' }), element('size', { unit: 'M' }, 4)))
    const { edit, findings } = readExpert({ spec, now, folders: [] }, next)
    expect([edit, findings]).toEqual([{}, []])
    const kept = { ...spec, generation: 2, kept: { xml: buildXml(next), generation: 2 } }
    for (const existing of [now, null]) expect(attrs(wantedDomain(existing, kept, 'qemu'))).toEqual(['mine'])
    // What another tool has added since then stays.
    const touched = inDevices(wantedDomain(null, kept, 'qemu'), element('shmem', { name: 'theirs' }))
    expect(attrs(wantedDomain(touched, { ...kept, generation: 3 }, 'qemu'))).toEqual(['mine', 'theirs'])
  })

  it('on another host has today’s name and that host’s emulator', () => {
    const old = inDevices(now, element('emulator', {}, '/opt/qemu'))
    const made = wantedDomain(null, { ...spec, name: 'renamed', kept: { xml: buildXml(old), generation: 1 } }, 'qemu')
    expect([text(made, 'name'), find(made, 'devices/emulator')]).toEqual(['renamed', null])
  })

  it.each<[string, string[], Element]>([
    ['another name', ['xml_identity'], setChild(now, 'name', element('name', {}, 'other'))],
    ['something that is no domain', ['xml_root', 'xml_identity', 'xml_mark', 'xml_disk_set', 'xml_nic_set'], element('network')],
    ['no mark', ['xml_mark'], setChild(now, 'metadata', null)],
    ['a disk less', ['xml_disk_set'], changeChild(now, 'devices', devices => setChild(devices, 'disk', null))],
    ['a strange disk', ['xml_stranger'], inDevices(now, element('disk', { type: 'network' }, element('source', { protocol: 'nbd' })))],
    ['another image', ['xml_disk_source', 'xml_path'], changeChild(now, 'devices', devices => changeChild(devices, 'disk', disk => changeChild(disk, 'source', source => withAttributes(source, { file: '/etc/shadow' }))))],
    ['a folder of the host', ['xml_path'], inDevices(now, element('filesystem', {}, element('source', { dir: '/etc' })))],
    ['a way out of a storage domain', ['xml_path'], inDevices(now, element('filesystem', {}, element('source', { dir: '/srv/data/../../etc' })))],
    ['a folder in a storage domain', [], inDevices(now, element('filesystem', {}, element('source', { dir: '/srv/data/share' })))],
    ['arguments of QEMU', ['xml_qemu'], withChildren(now, [...now.children, element('qemu:commandline', {}, element('qemu:arg', { value: '-S' }))])],
    ['another network', ['xml_nic_source'], changeChild(now, 'devices', devices => changeChild(devices, 'interface', nic => changeChild(nic, 'mac', mac => withAttributes(mac, { address: '52:54:00:ff:ff:ff' }))))],
  ])('with %s: %j', (_, expected, next) => expect([...new Set(codes(next))].sort()).toEqual(expected.toSorted()))
})

const attrs = (domain: Element) => findAll(domain, 'devices/shmem').map(each => each.attributes.name)

it('two texts differ in as few lines as possible', () => {
  const lines = lineDiff('a\nb\nc\nd\n', 'a\nc\nx\nd\n')
  expect(lines.map(({ kind, text: line }) => `${{ same: ' ', added: '+', removed: '-' }[kind]}${line}`)).toEqual([' a', '-b', ' c', '+x', ' d'])
})

it('a text of very many other lines is told whole', () => {
  const many = (word: string) => Array.from({ length: 100_000 }, (_, at) => `${word}${at}`).join('\n')
  const kinds = lineDiff(many('a'), many('b')).map(({ kind }) => kind)
  expect([kinds.indexOf('added'), kinds.length, kinds.includes('same')]).toEqual([100_000, 200_000, false])
})
