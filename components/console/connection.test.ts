import { describe, expect, it } from 'vitest'
import { reasonOfClose, reasonOfStatus } from './close'
import { firstConnection, nextConnection, retryDelayMs, type ConsoleConnection, type ConsoleEvent, type ConsolePhase } from './connection'

const at = (phase: ConsolePhase, attempt = 0): ConsoleConnection => ({ phase, attempt, reason: null })
const closed = (code: number, protocol: 'vnc' | 'serial' = 'vnc'): ConsoleEvent => ({ type: 'closed', reason: reasonOfClose(code), protocol })

describe('nextConnection', () => {
  it.each<[ConsolePhase, ConsoleEvent, ConsolePhase]>([
    ['off', { type: 'machineOn' }, 'connecting'],
    ['off', { type: 'retry' }, 'off'],
    ['connecting', { type: 'opened' }, 'open'],
    ['connecting', closed(4401), 'waiting'],
    ['connecting', closed(4403), 'denied'],
    ['connecting', closed(4404), 'denied'],
    ['connecting', closed(4409), 'waiting'],
    ['connecting', closed(4503), 'waiting'],
    ['open', closed(1006), 'waiting'],
    ['open', closed(4410, 'vnc'), 'waiting'],
    ['open', closed(4410, 'serial'), 'ended'],
    ['open', { type: 'machineOff' }, 'off'],
    ['open', { type: 'leave' }, 'ended'],
    ['waiting', { type: 'retry' }, 'connecting'],
    ['waiting', { type: 'machineOff' }, 'off'],
    ['waiting', { type: 'opened' }, 'waiting'],
    ['ended', { type: 'retry' }, 'connecting'],
    ['ended', { type: 'machineOff' }, 'off'],
    ['ended', { type: 'machineOn' }, 'ended'],
    ['denied', { type: 'machineOff' }, 'denied'],
    ['denied', { type: 'retry' }, 'connecting'],
  ])('%s + %j = %s', (from, event, to) => {
    expect(nextConnection(at(from), event).phase).toBe(to)
  })

  it('counts failures in a row, through retries and openings that do not last', () => {
    let state = firstConnection(true)
    const events: ConsoleEvent[] = [closed(1006), { type: 'retry' }, { type: 'opened' }, closed(1006), { type: 'retry' }]
    for (const event of events) state = nextConnection(state, event)
    expect(state).toEqual({ phase: 'connecting', attempt: 2, reason: 'connection_lost' })
    state = nextConnection(nextConnection(state, { type: 'opened' }), { type: 'settled' })
    expect(state).toEqual({ phase: 'open', attempt: 0, reason: null })
  })

  it('keeps the reason to show', () => {
    expect(nextConnection(at('open'), closed(4503))).toEqual({ phase: 'waiting', attempt: 1, reason: 'host_unreachable' })
    expect(nextConnection(at('open'), { type: 'leave' })).toEqual({ phase: 'ended', attempt: 0, reason: 'left' })
  })

  it('starts off when the machine is down', () => {
    expect(firstConnection(false).phase).toBe('off')
  })
})

describe('retryDelayMs', () => {
  it('grows and stays at 15 s', () => {
    const delays = Array.from({ length: 10 }, (_, i) => retryDelayMs(i + 1))
    expect(delays).toEqual(delays.toSorted((a, b) => a - b))
    expect(delays.at(-1)).toBe(15_000)
    expect(retryDelayMs(0)).toBe(300)
  })
})

describe('reasonOfStatus', () => {
  it('words what the ticket request was answered', () => {
    expect(reasonOfStatus(403)).toBe('forbidden')
    expect(reasonOfStatus(409)).toBe('not_running')
    expect(reasonOfStatus(500)).toBe('connection_lost')
    expect(reasonOfStatus(undefined)).toBe('connection_lost')
  })
})

it('follows its machine to another host, unless a person has closed it', () => {
  const taken: ConsoleConnection = { phase: 'ended', attempt: 0, reason: 'console_gone' }
  expect(nextConnection(taken, { type: 'moved' })).toMatchObject({ phase: 'connecting' })
  expect(nextConnection(at('waiting', 2), { type: 'moved' })).toMatchObject({ phase: 'connecting', attempt: 0 })
  expect(nextConnection({ ...taken, reason: 'left' }, { type: 'moved' })).toMatchObject({ phase: 'ended' })
  expect(nextConnection(at('open'), { type: 'moved' })).toMatchObject({ phase: 'open' })
})
