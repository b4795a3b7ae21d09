import { describe, expect, it } from 'vitest'
import { listed, storageDomainAction, usable, type StorageDomainUse } from './life'
import { blockingMiB, isLow, roomForDisk, spaceLevel } from './space'

const none = { count: 0, names: [] }
const use = (change: Partial<StorageDomainUse> = {}): StorageDomainUse => ({ name: 'data', status: 'active', attached: true, running: none, busyDisks: none, machines: none, templates: none, saved: none, spread: none, ...change })
const limits = { warningFreePercent: 10, blockingFreeMiB: null, overcommitPercent: null }

describe('the life of a storage domain', () => {
  it.each([
    ['maintenance', { status: 'active' }, null],
    ['maintenance', { status: 'inactive' }, null],
    ['maintenance', { status: 'maintenance' }, 'domain_status'],
    ['maintenance', { running: { count: 7, names: ['a', 'b'] } }, 'domain_machines_run'],
    ['maintenance', { busyDisks: { count: 1, names: ['d'] } }, 'domain_disks_busy'],
    ['maintenance', { machines: { count: 1, names: ['off'] } }, null],
    ['activate', { status: 'maintenance' }, null],
    ['activate', { status: 'inactive' }, null],
    ['activate', { status: 'active' }, 'domain_status'],
    ['format', { status: 'active' }, 'domain_status'],
    ['detach', { status: 'maintenance', machines: { count: 1, names: ['off'] } }, null],
    ['detach', { status: 'active' }, 'domain_status'],
    ['detach', { status: 'maintenance', spread: { count: 1, names: ['two'] } }, 'domain_machines_spread'],
    ['destroy', { status: 'maintenance', saved: { count: 1, names: ['sleeps'] } }, 'domain_machines_saved'],
    ['destroy', { status: 'maintenance', running: { count: 1, names: ['on'] } }, 'domain_machines_run'],
    ['attach', { status: 'unattached', attached: false }, null],
    ['attach', { status: 'unattached' }, 'domain_attached'],
    ['maintenance', { status: 'unattached', attached: false }, 'domain_unattached'],
    ['destroy', { status: 'unattached', attached: false }, null],
    ['attach', { status: 'maintenance' }, 'domain_status'],
    ['format', { status: 'maintenance' }, null],
    ['format', { status: 'maintenance', machines: { count: 1, names: ['off'] } }, 'domain_has_machines'],
    ['format', { status: 'maintenance', templates: { count: 1, names: ['t'] } }, 'domain_has_templates'],
  ] as const)('%s of %j → %s', (action, change, code) => {
    const { allowed, reason } = storageDomainAction(action, use(change))
    expect([allowed, reason?.code ?? null]).toEqual([code === null, code])
  })

  it('names what is in the way, and counts what it does not name', () => {
    expect(storageDomainAction('maintenance', use({ running: { count: 7, names: ['a', 'b'] } })).reason?.text).toBe('Machines with disks on data run: a, b … (7).')
    expect(listed({ count: 2, names: ['a', 'b'] })).toBe('a, b')
  })

  it.each([['active', true], ['partly_active', true], ['inactive', false], ['maintenance', false], ['unattached', false]])('disks are made on one that is %s: %s', (status, allowed) => {
    expect(usable({ name: 'data', status }).allowed).toBe(allowed)
  })
})

describe('its space', () => {
  it.each([
    [null, null, 'unknown'],
    [100_000, 50_000, 'enough'],
    [100_000, 9_999, 'low'],
    [100_000, 4_999, 'blocked'],
    [1_000_000, 5_119, 'blocked'],
    [1_000_000, 5_120, 'low'],
    [0, 0, 'enough'],
  ] as const)('of %s MiB with %s free is %s', (capacityMiB, freeMiB, level) => {
    expect(spaceLevel({ capacityMiB, freeMiB }, limits)).toBe(level)
  })

  it('blocks at 5 GiB, of a small domain at its twentieth part, or where it is told', () => {
    expect([1_000_000, 10_000].map(capacityMiB => blockingMiB({ capacityMiB }, limits))).toEqual([5120, 500])
    expect(blockingMiB({ capacityMiB: 10_000 }, { blockingFreeMiB: 0 })).toBe(0)
  })

  it('is low until a hundredth more than the threshold is free', () => {
    const at = (freeMiB: number | null, before: boolean) => isLow(before, { capacityMiB: 100_000, freeMiB }, limits)
    expect([at(10_000, false), at(9_999, false), at(10_500, true), at(11_000, true), at(null, true)]).toEqual([false, true, true, false, true])
  })

  it('takes no disk below the blocking threshold, nor beyond the limit of over-commitment', () => {
    const domain = { name: 'data', capacityMiB: 10_000, freeMiB: 5_000, committedMiB: 9_000, ...limits }
    expect(roomForDisk(domain, 1_000_000).allowed).toBe(true)
    expect(roomForDisk({ ...domain, freeMiB: 499 }, 1).reason).toMatchObject({ code: 'domain_blocked', text: 'Storage domain data has 499 MiB left and takes no new disks below 500 MiB.' })
    expect(roomForDisk({ ...domain, overcommitPercent: 100 }, 1_000).allowed).toBe(true)
    expect(roomForDisk({ ...domain, overcommitPercent: 100 }, 1_001).reason).toMatchObject({ code: 'domain_overcommitted', params: { mostMiB: 10_000, percent: 100 } })
    expect(roomForDisk({ ...domain, capacityMiB: null }, 1_001).allowed).toBe(true)
  })
})
