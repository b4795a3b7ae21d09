import { describe, expect, it } from 'vitest'
import { chosen } from './difference'
import type { Difference } from './difference'
import { reasonOf, results } from './outcome'
import type { LiveReason } from './outcome'
import { liveSentence } from './sentence'

const difference = (field: string, deed: Difference['deed'], change: Partial<Difference> = {}): Difference => ({
  field, label: 'disk', device: 'vdb', running: '/srv/b.qcow2', next: null, canBeLive: deed.kind !== 'restart', deed, ...change,
})
const pull = difference('disks.1', { kind: 'unplug' })
const plug = difference('disks.2', { kind: 'plug' }, { running: null, next: '/srv/c.qcow2', device: 'vdc' })
const cache = difference('disks.3.options.cache', { kind: 'restart', code: 'live_start_only', params: {} }, { label: 'disk.cache', device: 'vda' })
const outcomes = (found: Difference[], left: string[], refusals: [string, LiveReason][] = []) =>
  results(found, new Set(left), new Map(refusals)).map(({ outcome, reason }) => [outcome, reason?.code ?? null])

describe('what became of a change', () => {
  it('is judged by what is now: what is no difference any more is done, whatever was answered', () => {
    expect(outcomes([pull, plug, cache], [], [['disks.2', reasonOf('internal error')]])).toEqual([['done', null], ['done', null], ['done', null]])
  })

  it('waits for a guest that was asked, and for a start', () => {
    expect(outcomes([pull, cache], ['disks.1', 'disks.3.options.cache'])).toEqual([['waiting', 'guest_silent'], ['needs_restart', 'live_start_only']])
  })

  it('was refused where somebody said so, or where nothing came of it', () => {
    expect(outcomes([pull, plug], ['disks.1', 'disks.2'], [['disks.1', reasonOf('Hot-unplug failed: guest is busy (power indicator blinking)')]]))
      .toEqual([['refused', 'guest_busy'], ['refused', 'no_effect']])
  })

  it.each([
    ['Device virtio-disk1 is already in the process of unplug', 'waiting', 'guest_silent'],
    ['operation failed: vcpu unplug request timed out. Unplug result must be manually inspected in the domain', 'waiting', 'guest_silent'],
    ['invalid argument: failed to find appropriate hotpluggable vcpus to reach the desired target vcpu count', 'needs_restart', 'boot_vcpus'],
    ["Bus 'pcie.0' does not support hotplugging", 'refused', 'no_place'],
    ['internal error: No more available PCI slots', 'refused', 'no_place'],
    ['Requested operation is not valid: tray of device is locked', 'refused', 'tray_locked'],
    ['something new', 'refused', 'hypervisor'],
  ])('%s', (words, outcome, code) => {
    expect(outcomes([pull], ['disks.1'], [['disks.1', reasonOf(words)]])).toEqual([[outcome, code]])
  })
})

it('chooses fields and what is below them', () => {
  expect(chosen([pull, plug, cache], ['disks.3', 'disks.1']).map(({ field }) => field)).toEqual(['disks.1', 'disks.3.options.cache'])
  expect(chosen([pull, plug], ['disks']).length).toBe(2)
  expect(chosen([pull], ['disk'])).toEqual([])
  expect(chosen([pull, plug], null).length).toBe(2)
})

it('tells all of it in one sentence each', () => {
  expect(liveSentence(results([pull, plug, cache], new Set(['disks.1', 'disks.3.options.cache']), new Map()))).toBe(
    'changed while it runs: disk vdc. waits for the next start: disk vda (cache). disk vdb not changed: The guest has not let go of it yet.',
  )
})
