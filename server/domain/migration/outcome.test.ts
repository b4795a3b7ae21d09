import { describe, expect, it } from 'vitest'
import { migrationOutcome, restMayGo, sideOf } from './outcome'
import type { Told } from './outcome'

const running: Told = { state: 'running', reason: 'booted' }
const arrived: Told = { state: 'running', reason: 'migrated' }
const suspended: Told = { state: 'paused', reason: 'user' }
const rest: Told = { state: 'migrating_in', reason: 'migration' }
const postCopied: Told = { state: 'paused', reason: 'postcopy' }
const gone: Told = { state: 'down', reason: 'migrated' }
const off: Told = { state: 'down', reason: 'destroyed' }
const absent: Told = null
const silent: Told = undefined

it('tells a user’s pause from the stop of a migration', () => {
  expect([suspended, rest, postCopied, gone, absent, silent].map(sideOf)).toEqual(['active', 'rest', 'rest', 'down', 'down', 'unreachable'])
})

describe('where the machine is, from what both hosts say', () => {
  it.each<[string, Told, Told, object]>([
    ['moved', gone, arrived, { where: 'destination', rest: false, confirmed: true }],
    ['moved while paused', gone, suspended, { where: 'destination', rest: false, confirmed: true }],
    ['never left', running, absent, { where: 'source', resume: false }],
    ['never left, and the destination is silent', running, silent, { where: 'source', resume: false }],
    ['libvirtd was interrupted while handing over, the destination has nothing', rest, off, { where: 'source', resume: true }],
    ['the source holds the stopped rest', rest, arrived, { where: 'destination', rest: true, confirmed: true }],
    ['post-copy', postCopied, arrived, { where: 'destination', rest: true, confirmed: true }],
    ['memory still travels', running, rest, { where: 'moving' }],
    ['handed over to a host that is silent', gone, silent, { where: 'destination', rest: false, confirmed: false }],
    ['off, and the destination is silent', off, silent, { where: 'unknown', unheard: ['destination'] }],
    ['stopped at the source, and the destination is silent', rest, silent, { where: 'unknown', unheard: ['destination'] }],
    ['the source is silent, the destination runs it', silent, arrived, { where: 'destination', rest: false, confirmed: true }],
    ['the source is silent, the destination has nothing', silent, absent, { where: 'unknown', unheard: ['source'] }],
    ['both are silent', silent, silent, { where: 'unknown', unheard: ['source', 'destination'] }],
    ['nobody has it', off, absent, { where: 'nowhere' }],
    ['both run it', running, arrived, { where: 'twice' }],
  ])('%s', (_, source, destination, outcome) => {
    expect(migrationOutcome(source, destination)).toEqual(outcome)
  })

  it('never says that a silent host has it not', () => {
    for (const told of [rest, off, absent, silent]) expect(['unknown', 'destination']).toContain(migrationOutcome(told, silent).where)
  })
})

describe('the stopped rest at the source', () => {
  const fetching: Told = { state: 'running', reason: 'postcopy' }
  it.each<[string, Told, Told, boolean]>([
    ['goes when the machine runs at the destination', rest, arrived, true],
    ['goes when post-copy has ended', postCopied, arrived, true],
    ['stays while the destination fetches memory of it', postCopied, fetching, false],
    ['stays when post-copy has failed', { state: 'paused', reason: 'postcopy_failed' }, { state: 'running', reason: 'postcopy_failed' }, false],
    ['stays when the destination is silent', rest, silent, false],
    ['stays when the destination has nothing', rest, absent, false],
    ['is none while it runs', running, arrived, false],
  ])('%s', (_, source, destination, goes) => expect(restMayGo(source, destination)).toBe(goes))
})
