import { expect, it } from 'vitest'
import { CreateVm } from '@/server/contract/api/vm'
import { offering } from '@/server/domain/capability/testing'
import { attr, text } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { resolveCreation } from './creation'
import { previewVm } from './preview'

const id = '00000000-0000-4000-8000-000000000001'
const input = (change: Record<string, unknown> = {}) => resolveCreation(
  CreateVm.parse({ name: 'web', clusterId: id, memoryMiB: 512, vcpus: 2, ...change }), { type: 'blank' }, null, { isoPath: null, hasDisk: true },
)
const cluster = { limits: { memoryMiB: null, cpuCount: null }, offers: [{ hosts: [{ id, name: 'h1' }], offers: offering({ graphics: ['vnc'] }) }] }

it('shows the machine that would be made', () => {
  const { findings, xml } = previewVm(input({ hardware: { sound: { model: 'ich9' } } }), cluster, { path: '/srv/x.qcow2', format: 'qcow2' }, 'lan')
  const domain = parseXml(xml ?? '')
  expect(findings).toEqual([])
  expect([text(domain, 'name'), attr(domain, 'file', 'devices/disk/source'), attr(domain, 'network', 'devices/interface/source'), attr(domain, 'model', 'devices/sound')])
    .toEqual(['web', '/srv/x.qcow2', 'lan', 'ich9'])
})

it('says which host could not give what it is made of', () => {
  const { findings, lacking } = previewVm(input({ hardware: { graphics: { spice: {} } } }), cluster, null, null)
  expect([findings, lacking]).toEqual([[], { hosts: [{ host: { id, name: 'h1' }, lacks: [expect.objectContaining({ code: 'lacks_graphics', field: 'hardware.graphics.spice' })] }], others: 0 }])
  expect(previewVm(input(), cluster, null, null).lacking).toEqual({ hosts: [], others: 1 })
})

it('says all that is wrong instead', () => {
  const { findings, xml } = previewVm(input({ name: '1', memoryMiB: 0, hardware: { channels: { spiceAgent: true } } }), cluster, null, null)
  expect([findings.map(({ code }) => code), xml]).toEqual([['name_digits', 'memory_small', 'spice_none'], null])
})
