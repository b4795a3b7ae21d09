import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OperatingSystem } from '@/server/contract/api/os'
import { CreateVm } from '@/server/contract/api/vm'
import { Hardware } from '@/server/contract/hardware/hardware'
import { checkHardware } from '@/server/domain/vm/hardware/check'
import { freeTarget } from '@/server/domain/vm/hardware/target'
import { apiHarness } from './testing'
import type { ApiHarness } from './testing'

let harness: ApiHarness
let token: string

beforeAll(async () => {
  harness = await apiHarness()
  ;({ token } = await harness.user('reader', [{ role: 'SuperUser' }]))
})
afterAll(() => harness?.dispose())

const list = async (query: string) => (await harness.call('GET', `/operating-systems${query}`, { token })).body as unknown as { items: OperatingSystem[]; total: number }

it('knows what osinfo-db knows, and finds it by words', { timeout: 60_000 }, async () => {
  const { items: [windows] } = await list('?search=microsoft%2011')
  expect(windows).toMatchObject({ id: 'win11', minimum: { memoryMiB: 4096, vcpus: 2, diskMiB: 65_536 }, defaults: { firmware: 'uefi', hardware: { firmware: { secureBoot: true }, tpm: { version: '2.0' } } } })
  const { items: [debian] } = await list('?search=debian11')
  expect(debian).toMatchObject({ name: 'Debian 11', minimum: { memoryMiB: 1024 }, defaults: { firmware: 'bios', diskBus: 'virtio', nicModel: 'virtio' } })
  expect((await list('?limit=5')).items).toHaveLength(5)
  expect(await list('?search=no%20such%20system')).toEqual({ items: [], total: 0 })
})

it('gives every system hardware that a machine can have', async () => {
  const { items, total } = await list('?limit=1000')
  expect([items.length, total > 500]).toEqual([total, true])
  const wrong = items.flatMap(({ id, defaults: { firmware, diskBus, nicModel, hardware } }) => {
    const { disk, nic } = CreateVm.pick({ disk: true, nic: true }).parse({})
    const disks = [{ ...disk, bus: diskBus, target: freeTarget(diskBus, []), format: 'qcow2' as const }]
    return checkHardware({ memoryMiB: 4096, vcpus: 2, firmware, hardware: Hardware.parse(hardware), disks, nics: [{ ...nic, model: nicModel }] }).map(({ text }) => `${id}: ${text}`)
  })
  expect(wrong).toEqual([])
})

it('shows a new machine before it is made, and makes nothing', async () => {
  const datacenter = await harness.db.datacenter.create({ data: { name: 'preview' } })
  const cluster = await harness.db.cluster.create({ data: { name: 'preview', datacenterId: datacenter.id } })
  const body = { name: 'web', clusterId: cluster.id, source: { type: 'blank' }, memoryMiB: 512, vcpus: 1 }
  const good = await harness.call('POST', '/vms/preview', { token, body: { ...body, hardware: { tpm: {} } } })
  expect([good.status, good.body]).toMatchObject([200, { findings: [{ field: 'clusterId', code: 'no_host_up' }], xml: expect.stringContaining('<tpm model="tpm-crb">') }])
  const bad = await harness.call('POST', '/vms/preview', { token, body: { ...body, hardware: { usb: { controller: 'none' } } } })
  expect([bad.status, bad.body]).toMatchObject([200, { findings: [{ code: 'usb_none' }, { code: 'no_host_up' }], xml: null }])
  expect(await harness.db.vm.count()).toBe(0)
})
