import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchChanges } from './changes'

/** The browser's stream: opened when the test says so. */
class Stream {
  static all: Stream[] = []
  onopen: () => void = () => undefined
  onerror: () => void = () => undefined
  readyState = 0
  private readonly listeners = new Map<string, (event: { data: string }) => void>()
  constructor(readonly url: string) { Stream.all.push(this) }
  addEventListener(type: string, listener: (event: { data: string }) => void): void { this.listeners.set(type, listener) }
  close(): void { this.readyState = 2 }
  open(): void {
    this.readyState = 1
    this.onopen()
  }
  change(seq: number): void { this.listeners.get('change')?.({ data: JSON.stringify({ seq, topic: 'events', id: '' }) }) }
}

/** What this tab hears of the others, and when it gets their lock. */
let hear: (data: object) => void
let getLock: () => void
const ends: (() => void)[] = []

beforeEach(() => {
  Stream.all = []
  vi.stubGlobal('EventSource', Object.assign(Stream, { CONNECTING: 0, OPEN: 1 }))
  vi.stubGlobal('document', { hidden: true, addEventListener: () => undefined, removeEventListener: () => undefined })
  vi.stubGlobal('BroadcastChannel', class {
    onmessage: (event: { data: object }) => void = () => undefined
    constructor() { hear = data => this.onmessage({ data }) }
    postMessage(): void { /* Nobody listens. */ }
    close(): void { /* Nothing is open. */ }
  })
  vi.stubGlobal('navigator', { locks: { request: (_: string, __: object, callback: () => unknown) => new Promise(() => { getLock = callback }) } })
})
afterEach(() => {
  for (const end of ends.splice(0)) end()
  vi.unstubAllGlobals()
})

const settle = () => new Promise(resolve => setImmediate(resolve))

/** A page with one query that is answered at once and one whose answer is on its way; how often each was asked. */
async function page() {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  const asked = { answered: 0, onItsWay: 0 }
  const answers = { answered: () => Promise.resolve(1), onItsWay: () => new Promise<number>(() => undefined) }
  for (const name of ['answered', 'onItsWay'] as const) {
    const observer = new QueryObserver(queries, { queryKey: [[name]], queryFn: () => {
      asked[name] += 1
      return answers[name]()
    } })
    ends.push(observer.subscribe(() => undefined))
  }
  ends.push(watchChanges(queries))
  await settle()
  return asked
}

it('what was answered before the first stream opened is asked again, once: nothing tells what changed in between', async () => {
  const asked = await page()
  getLock()
  expect([Stream.all.map(({ url }) => url), asked]).toEqual([['/api/v1/changes'], { answered: 1, onItsWay: 1 }])
  Stream.all[0]?.open()
  await settle()
  expect(asked).toEqual({ answered: 2, onItsWay: 1 })
  Stream.all[0]?.change(7)
  await settle()
  expect(asked).toEqual({ answered: 2, onItsWay: 1 })
})

it('a tab that takes over goes on after the last change it has heard of, and asks nothing again', async () => {
  const asked = await page()
  hear({ kind: 'open' })
  for (const seq of [41, 42]) hear({ kind: 'change', data: JSON.stringify({ seq, topic: 'events', id: '' }) })
  getLock()
  Stream.all[0]?.open()
  await settle()
  expect([Stream.all.map(({ url }) => url), asked]).toEqual([['/api/v1/changes?after=42'], { answered: 1, onItsWay: 1 }])
})

it('what was missed and can not be told is asked for again, whole', async () => {
  const asked = await page()
  hear({ kind: 'open' })
  hear({ kind: 'reset' })
  await settle()
  expect(asked.answered).toBe(2)
})
