import { describe, expect, it } from 'vitest'
import type { Cluster, Network, Template } from '@/server/contract/api/infrastructure'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import type { OperatingSystem } from '@/server/contract/api/os'
import { checkNewVm, createInput } from './createInput'
import { resize } from './figures'
import { domainsOf, inCluster, networksOf, newVmDefaults, templatesOf, type NewVmChoices } from './newVm'
import { stepOf } from './steps'

const dc = (id: string) => ({ id, name: id })
const cluster = (id: string, datacenter: string, memoryMiB: number): Cluster => ({
  id, name: id, description: '', generation: 1, datacenter: dc(datacenter), hostCount: 1, vmCount: 0, vmUpCount: 0, cpuCount: 2, memoryMiB,
  hypervisors: ['qemu'], largestHost: { cpuCount: memoryMiB ? 2 : 0, memoryMiB },
  migration: { policy: 'minimal_downtime', limit: null, bandwidthMiBps: null, encryption: 'when_possible' }, actions: {},
})
const template = (id: string, datacenter: string, blank: boolean): Template => ({
  id, name: id, description: '', os: '', datacenter: dc(datacenter), storageDomain: null, blank, diskSizeMiB: blank ? null : 256, memoryMiB: 192, vcpus: 2, actions: {},
})
const network = (id: string, datacenter: string): Network => ({
  id, name: id, description: '', generation: 1, datacenter: dc(datacenter), mode: 'nat', bridge: null, vmCount: 0, clusters: null, actions: {}, hosts: [],
})
const choices: NewVmChoices = {
  clusters: [cluster('empty', 'd1', 0), cluster('c2', 'd2', 8192)],
  templates: [template('blank1', 'd1', true), template('blank2', 'd2', true), template('tiny2', 'd2', false)],
  networks: [network('n1', 'd1'), network('n2', 'd2')],
  storageDomains: [],
}

describe('newVmDefaults', () => {
  it('takes a cluster with a host that is Up, and from its datacenter a template with a system and a network', () => {
    expect(newVmDefaults(choices)).toMatchObject({
      clusterId: 'c2', source: 'template', templateId: 'tiny2', networkId: 'n2', start: false, startPaused: false,
    })
  })
  it('falls back to what there is', () => {
    expect(inCluster(choices, 'empty')).toMatchObject({ templateId: 'blank1', networkId: 'n1' })
    expect(newVmDefaults({ clusters: [], templates: [], networks: [], storageDomains: [] })).toMatchObject({ clusterId: '', templateId: '' })
  })
})

describe('checkNewVm', () => {
  const values = { ...newVmDefaults(choices), name: 'web', diskSizeMiB: 256, memoryMiB: 192 }
  const tiny = choices.templates[2]
  const codes = (change: Partial<typeof values>) => checkNewVm({ ...values, ...change }, choices.clusters[1], tiny).map(f => `${f.field} ${f.code}`)
  it('accepts the defaults', () => {
    expect(codes({})).toEqual([])
  })
  it('knows the limits of the largest host and of the template', () => {
    expect(codes({ memoryMiB: 8193, vcpus: 3, diskSizeMiB: 255, name: '42' })).toEqual([
      'name name_digits', 'memoryMiB memory_large', 'vcpus vcpus_large', 'diskSizeMiB disk_small',
    ])
    expect(codes({ memoryMiB: Number.NaN, diskSizeMiB: 1.5 })).toEqual(['memoryMiB memory_number', 'diskSizeMiB disk_number'])
  })
  it('has no upper limit while no host is Up, and allows no disk for Blank', () => {
    expect(checkNewVm({ ...values, memoryMiB: 1e6, diskSizeMiB: 0 }, choices.clusters[0], choices.templates[0])).toEqual([])
  })
})

describe('figures', () => {
  const [blank, , tiny] = choices.templates
  if (!blank || !tiny) throw new Error('no templates')
  const size = (memoryMiB: number | null, diskMiB: number | null) => ({ memoryMiB, vcpus: 4, diskMiB })
  const os: OperatingSystem = {
    id: 'os1', name: 'OS', family: 'linux', vendor: '', releasedOn: null, endOfLifeOn: null, minimum: size(512, 1024), recommended: size(16_384, null),
    defaults: { firmware: 'bios', diskBus: 'virtio', nicModel: 'virtio', hardware: {} },
  }
  const around = { template: tiny, os: undefined, cluster: choices.clusters[1] }
  const first = { ...newVmDefaults(choices), ...resize(newVmDefaults(choices), around) }

  it('come from the template, and a chosen one stays when another is taken', () => {
    expect(first).toMatchObject({ memoryMiB: 192, vcpus: 2, diskSizeMiB: 256 })
    expect(resize(first, around)).toBeNull()
    expect(resize({ ...first, memoryMiB: 777 }, { ...around, template: blank })).toMatchObject({ memoryMiB: 777, vcpus: 2, diskSizeMiB: 10_240 })
  })
  it('come from the operating system, as far as the largest host goes', () => {
    const iso = { ...first, source: 'iso' as const, os: 'os1' }
    expect(resize(iso, { ...around, template: undefined, os })).toMatchObject({ memoryMiB: 8192, vcpus: 2, diskSizeMiB: 1024 })
    expect(resize({ ...iso, source: 'existingDisk' }, { ...around, template: undefined, os })).toMatchObject({ diskSizeMiB: 0 })
  })
})

it('offers what is attached to the cluster', () => {
  const [only, all] = [network('only', 'd2'), network('all', 'd2')]
  const domain = (id: string, clusters: { id: string; name: string }[] | null) => ({ id, name: id, datacenter: dc('d2'), clusters, role: 'data' }) as StorageDomain
  const some: NewVmChoices = {
    ...choices, networks: [{ ...only, clusters: [{ id: 'other', name: 'other' }] }, all], storageDomains: [domain('s1', [{ id: 'other', name: 'other' }]), domain('s2', null)],
    templates: [template('b', 'd2', true), { ...template('t', 'd2', false), storageDomain: { id: 's1', name: 's1' } }],
  }
  expect(networksOf(some, 'c2').map(({ id }) => id)).toEqual(['all'])
  expect(domainsOf(some, 'c2').map(({ id }) => id)).toEqual(['s2'])
  expect(templatesOf(some, 'c2').map(({ id }) => id)).toEqual(['b'])
})

it('says what a source lacks, and in which step', () => {
  const values = { ...newVmDefaults(choices), name: 'web', diskSizeMiB: 256, memoryMiB: 192 }
  const wrong = (change: Partial<typeof values>) => checkNewVm({ ...values, ...change }, choices.clusters[1], undefined).map(({ field, code }) => `${stepOf(field)} ${field} ${code}`)
  expect(wrong({ source: 'iso' })).toEqual(['source iso choose_object'])
  expect(wrong({ source: 'existingDisk' })).toEqual(['source diskId choose_object'])
  expect(wrong({ source: 'pxe', networkId: '' })).toEqual(['network networkId pxe_no_network'])
  expect(wrong({ source: 'tree', treeUrl: 'ftp://x', kickstart: 'text' })).toEqual(['source treeUrl url_kind', 'source kickstartText kickstart_empty'])
  expect(wrong({ tags: 'a b', name: '1' })).toEqual(['general name name_digits', 'general tags tag_characters'])
})

it('sends the source in the words of the API', () => {
  const values = newVmDefaults(choices)
  expect(createInput({ ...values, source: 'iso', iso: 'd/a/b.iso', os: 'debian11' })).toMatchObject({ source: { type: 'iso', storageDomainId: 'd', file: 'a/b.iso' }, os: 'debian11' })
  expect(createInput({ ...values, source: 'tree', treeUrl: ' http://x/ ', kickstart: 'url', kickstartUrl: 'http://k' }).source)
    .toEqual({ type: 'tree', url: 'http://x/', kickstart: { from: 'url', url: 'http://k' }, arguments: '' })
  expect(createInput({ ...values, source: 'existingDisk', diskId: 'x' })).not.toHaveProperty('diskSizeMiB')
  expect(createInput({ ...values, tags: 'a, b' }).properties).toMatchObject({ tags: ['a', 'b'] })
  expect(createInput(values)).not.toHaveProperty('firmware')
})

it('sends "not connected" as null', () => {
  expect(createInput({ ...newVmDefaults(choices), networkId: '' })).toMatchObject({ networkId: null })
  expect(createInput(newVmDefaults(choices))).not.toHaveProperty('named')
})

it('sends what the guest shall be told, and checks it by the rules of the server', () => {
  const values = { ...newVmDefaults(choices), name: 'web', diskSizeMiB: 256, initialize: true, hostname: ' shop ', userName: 'ops', sshKeys: 'a\n\n b \r\n', address: '192.0.2.10/24', nameServers: '192.0.2.1, ::1' }
  expect(createInput(values).initialization).toMatchObject({
    hostname: 'shop', sshKeys: ['a', 'b'], network: { address: '192.0.2.10/24', gateway: '', nameServers: ['192.0.2.1', '::1'] },
  })
  expect(checkNewVm(values, choices.clusters[1], choices.templates[2]).map(f => f.code)).toEqual(['init_key'])
  expect(createInput({ ...values, initialize: false }).initialization).toBeNull()
})
