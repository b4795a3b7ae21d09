import { describe, expect, it } from 'vitest'
import { noHost } from './no-host'
import { place, refusalsOf } from './place'
import type { PlacementHost, PlacementVm } from './place'
import { offering, wish } from '@/server/domain/capability/testing'

const spice = wish({ graphics: { vnc: null, spice: {} } })
const unknownOffers = { kvm: false, capabilities: [], hugePagesKiB: null }
const host = (name: string, change: Partial<PlacementHost> = {}): PlacementHost => ({
  id: name, name, status: 'up', libvirt: 'up', cpuCount: 4, memoryMiB: 8192, hypervisors: ['qemu'], offers: unknownOffers, committedMiB: 0,
  storageDomains: new Set(['s1']), brokenNetworks: new Set(), ...change,
})
const vm = (change: Partial<PlacementVm> = {}): PlacementVm => ({
  memoryMiB: 1024, vcpus: 2, hypervisor: 'qemu', machine: null, storageDomains: [{ id: 's1', name: 'data' }], networks: [{ id: 'n1', name: 'lan' }], hostId: null, ...change,
})
const codes = (wanted: PlacementVm, one: PlacementHost) => place(wanted, [one]).verdicts[0]?.reasons.map(({ code }) => code)

describe('place', () => {
  it('takes the host with the most free memory, by name when equal', () => {
    expect(place(vm(), [host('b', { committedMiB: 100 }), host('c'), host('a')]).hostId).toBe('a')
    expect(place(vm(), [host('a', { committedMiB: 1 }), host('b')]).hostId).toBe('b')
  })

  it('keeps a machine where it is defined, unless that host does not fit', () => {
    expect(place(vm({ hostId: 'b' }), [host('a'), host('b', { committedMiB: 4096 })]).hostId).toBe('b')
    expect(place(vm({ hostId: 'b' }), [host('a'), host('b', { status: 'maintenance' })]).hostId).toBe('a')
  })

  it.each([
    ['host_status_is', vm(), host('a', { status: 'connecting' })],
    ['host_deaf', vm(), host('a', { libvirt: 'down' })],
    ['host_memory', vm({ memoryMiB: 4096 }), host('a', { committedMiB: 4097 })],
    ['host_cpus', vm({ vcpus: 5 }), host('a')],
    ['lacks_stratovirt', vm({ hypervisor: 'stratovirt' }), host('a')],
    ['lacks_graphics', vm({ machine: spice }), host('a', { offers: offering({ graphics: ['vnc'] }) })],
    ['host_storage', vm(), host('a', { storageDomains: new Set() })],
    ['host_network', vm(), host('a', { brokenNetworks: new Set(['n1']) })],
  ])('refuses for %s and says so', (code, wanted, one) => {
    expect(codes(wanted, one)).toEqual([code])
    expect(place(wanted, [one]).hostId).toBeNull()
  })

  it('fits to the last MiB and the last processor', () => {
    expect(place(vm({ memoryMiB: 4096, vcpus: 4 }), [host('a', { committedMiB: 4096 })]).hostId).toBe('a')
  })

  it('gives each host its verdict in one sentence', () => {
    const { hostId, verdicts } = place(vm({ memoryMiB: 4096 }), [host('h1', { status: 'connecting' }), host('h2', { committedMiB: 6992 })])
    expect(hostId).toBeNull()
    const web = { type: 'vm', id: 'v1', name: 'web' } as const
    expect(noHost({ deed: 'run', subject: web }, refusalsOf(verdicts))).toMatchObject({
      code: 'NO_HOST',
      message: 'No host can run web: h1: is connecting; h2: needs 4096 MiB of memory, 1200 MiB are free.',
      detail: {
        reason: {
          code: 'no_host_fits', params: { deed: 'run', name: 'web' },
          hosts: [{ host: 'h1', reasons: [{ code: 'host_status_is', params: { host: 'h1', status: 'connecting' } }] }, { host: 'h2', reasons: [{ code: 'host_memory', params: { needMiB: 4096, freeMiB: 1200 } }] }],
        },
      },
    })
    expect(noHost({ deed: 'run', subject: web }, []).message).toBe('No host can run web: the cluster has no host.')
    expect(noHost({ deed: 'take', subject: web }, []).message).toBe('No host can take web: the cluster has no other host.')
  })
})
