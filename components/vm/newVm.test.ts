import { describe, expect, it } from 'vitest'
import type { Cluster, Network, Template } from '@/server/contract/api/infrastructure'
import { checkNewVm, createInput, fromTemplate, inCluster, newVmDefaults, switchTemplate, type NewVmChoices } from './newVm'

const dc = (id: string) => ({ id, name: id })
const cluster = (id: string, datacenter: string, memoryMiB: number): Cluster => ({
  id, name: id, description: '', generation: 1, datacenter: dc(datacenter), hostCount: 1, vmCount: 0, vmUpCount: 0, cpuCount: 2, memoryMiB,
  largestHost: { cpuCount: memoryMiB ? 2 : 0, memoryMiB },
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
}

describe('newVmDefaults', () => {
  it('takes a cluster with a host that is Up, and from its datacenter a template with a system and a network', () => {
    expect(newVmDefaults(choices)).toMatchObject({
      clusterId: 'c2', templateId: 'tiny2', networkId: 'n2', memoryMiB: 192, vcpus: 2, diskSizeMiB: 256, start: false, startPaused: false,
    })
  })
  it('falls back to what there is', () => {
    expect(inCluster(choices, 'empty')).toMatchObject({ templateId: 'blank1', networkId: 'n1', diskSizeMiB: 10_240 })
    expect(newVmDefaults({ clusters: [], templates: [], networks: [] })).toMatchObject({ clusterId: '', templateId: '' })
  })
})

describe('checkNewVm', () => {
  const values = { ...newVmDefaults(choices), name: 'web' }
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

it('keeps chosen figures when the template changes', () => {
  const [blank, , tiny] = choices.templates
  if (!blank || !tiny) throw new Error('no templates')
  const values = { ...newVmDefaults(choices), memoryMiB: 777 }
  expect(switchTemplate(values, tiny, blank)).toEqual({ templateId: 'blank1', memoryMiB: 777, vcpus: 2, diskSizeMiB: 10_240 })
  expect(switchTemplate(values, undefined, blank).memoryMiB).toBe(192)
})

it('sends "not connected" as null', () => {
  expect(createInput({ ...newVmDefaults(choices), networkId: '' })).toMatchObject({ networkId: null })
  expect(createInput(newVmDefaults(choices))).not.toHaveProperty('named')
  const blank = choices.templates[0]
  expect(blank && fromTemplate(blank).diskSizeMiB).toBe(10_240)
})

it('sends what the guest shall be told, and checks it by the rules of the server', () => {
  const values = { ...newVmDefaults(choices), name: 'web', initialize: true, hostname: ' shop ', userName: 'ops', sshKeys: 'a\n\n b \r\n', address: '192.0.2.10/24', nameServers: '192.0.2.1, ::1' }
  expect(createInput(values).initialization).toMatchObject({
    hostname: 'shop', sshKeys: ['a', 'b'], network: { address: '192.0.2.10/24', gateway: '', nameServers: ['192.0.2.1', '::1'] },
  })
  expect(checkNewVm(values, choices.clusters[1], choices.templates[2]).map(f => f.code)).toEqual(['init_key'])
  expect(createInput({ ...values, initialize: false }).initialization).toBeNull()
})
