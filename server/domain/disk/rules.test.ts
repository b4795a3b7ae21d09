import { expect, it } from 'vitest'
import { diskActionNames } from '@/server/contract/api/disk'
import type { DiskActionName } from '@/server/contract/api/disk'
import type { VmFacts } from '../vm/lifecycle'
import { diskAction } from './rules'
import type { DiskFacts } from './rules'

const vm = (status: VmFacts['status']): VmFacts => ({ status, external: false, host: { name: 'h1', status: 'up', libvirt: 'up' }, job: null })
const disk = (change: Partial<DiskFacts> = {}): DiskFacts => ({ job: null, shareable: false, format: 'qcow2', position: 1, vm: null, ...change })
const refused = (facts: DiskFacts): Partial<Record<DiskActionName, string>> =>
  Object.fromEntries(diskActionNames.flatMap(action => { const { reason } = diskAction(action, facts); return reason ? [[action, reason.code]] : [] }))
const all = (code: string) => Object.fromEntries(diskActionNames.map(action => [action, code]))

it.each<[string, DiskFacts, Partial<Record<DiskActionName, string>>]>([
  ['a floating one', disk(), { detach: 'disk_floating' }],
  ['one that a job works on', disk({ job: { id: 'j', kind: 'disk.move' } }), all('disk_busy')],
  ['a raw one', disk({ format: 'raw' }), { detach: 'disk_floating', check: 'disk_raw_check', repair: 'disk_raw_check' }],
  ['of a machine that is down', disk({ vm: vm('down') }), { attach: 'disk_attached' }],
  ['of a machine that runs', disk({ vm: vm('up') }), { attach: 'disk_attached', shrink: 'disk_in_use', check: 'disk_in_use', repair: 'disk_in_use', copy: 'disk_in_use', download: 'disk_runs' }],
  ['that a machine runs from', disk({ vm: vm('paused'), position: 0 }), {
    attach: 'disk_attached', shrink: 'disk_in_use', check: 'disk_in_use', repair: 'disk_in_use', copy: 'disk_in_use', download: 'disk_runs', detach: 'disk_boots', delete: 'disk_boots',
  }],
  ['shareable, of a machine that runs', disk({ vm: vm('up'), shareable: true, format: 'raw' }), {
    shrink: 'disk_in_use', check: 'disk_raw_check', repair: 'disk_raw_check', copy: 'disk_in_use', move: 'disk_share_live', download: 'disk_runs',
  }],
  ['that differs from its template alone', disk({ thin: true }), { detach: 'disk_floating', download: 'disk_thin' }],
  ['a whole device', disk({ lun: true, format: 'raw' }), {
    detach: 'disk_floating', resize: 'disk_whole_device', shrink: 'disk_whole_device', check: 'disk_whole_device', repair: 'disk_whole_device', copy: 'disk_whole_device', move: 'disk_whole_device', download: 'disk_whole_device',
  }],
])('%s', (_, facts, expected) => expect(refused(facts)).toEqual(expected))
