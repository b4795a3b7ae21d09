import { describe, expect, it } from 'vitest'
import { meaningOf, observedEvent, verdictOf } from './decide'
import type { ObservedRow } from './decide'

const row = (change: Partial<ObservedRow> = {}): ObservedRow => ({ hostId: 'a', observedState: 'down', jobKind: null, ...change })

describe('what an observation means', () => {
  it.each([
    ['a machine nobody knows', null, 'running', 'b', 'insert'],
    ['its own host', row(), 'running', 'a', 'update'],
    ['a machine on no host', row({ hostId: null }), 'down', 'b', 'update'],
    ['an old definition', row({ observedState: 'running' }), 'down', 'b', 'stale'],
    ['an old definition of a down machine', row(), 'crashed', 'b', 'stale'],
    ['one that should be elsewhere', row(), 'running', 'b', 'doubt'],
    ['one that runs elsewhere', row({ observedState: 'paused' }), 'running', 'b', 'doubt'],
  ] as const)('%s', (_, known, state, host, meaning) => {
    expect(meaningOf(known, { state }, host)).toBe(meaning)
  })
})

describe('a machine that runs here and should be elsewhere', () => {
  it.each([
    ['was moved by hand', row(), 'inactive', 'move'],
    ['was moved by hand from a host that is gone', row(), null, 'move'],
    ['was lost of sight and found here', row({ observedState: null }), null, 'move'],
    ['runs there too', row({ observedState: 'running' }), 'active', 'twice'],
    ['has been seen running on a host that is gone', row({ observedState: 'running' }), null, 'twice'],
    ['is being started there', row({ jobKind: 'vm.start' }), 'inactive', 'twice'],
    ['is in the hands of another job', row({ jobKind: 'vm.delete' }), 'inactive', 'wait'],
  ] as const)('%s', (_, known, there, verdict) => {
    expect(verdictOf(known, there)).toBe(verdict)
  })
})

describe('events of observed changes', () => {
  const seen = (state: 'running' | 'down' | 'paused' | 'paused_io' | 'saved' | 'crashed', reason = 'shutdown') => ({ state, reason, name: 'web1' })
  it.each([
    ['running', 'down', null, 'vm.stopped'],
    ['running', 'down', 'vm.start', 'vm.stopped'],
    ['running', 'down', 'vm.shutdown', undefined],
    ['down', 'running', null, 'vm.started'],
    ['down', 'running', 'vm.start', undefined],
    [null, 'running', null, undefined],
    [null, 'down', null, undefined],
    ['running', 'running', null, undefined],
    ['running', 'paused', null, 'vm.paused'],
    ['paused', 'running', null, 'vm.resumed'],
    ['running', 'paused_io', 'vm.suspend', 'vm.paused_io'],
    ['running', 'crashed', 'vm.poweroff', 'vm.crashed'],
    ['running', 'saved', null, 'vm.saved'],
    ['running', 'saved', 'vm.save', undefined],
    ['saved', 'down', null, 'vm.discarded'],
    ['saved', 'running', null, 'vm.started'],
    ['saved', 'running', 'vm.start', undefined],
  ] as const)('%s → %s under %s: %s', (before, after, jobKind, code) => {
    expect(observedEvent(row({ observedState: before, jobKind }), seen(after))?.code).toBe(code)
  })
  it('tells the reason', () => {
    expect(observedEvent(row({ observedState: 'running' }), seen('down', 'shutdown'))?.message).toBe('web1 stopped (shutdown).')
  })
})
