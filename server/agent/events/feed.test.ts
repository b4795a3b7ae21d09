import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { AgentEvent } from '@/server/contract/agent/event'
import { Feed } from './feed'
import type { WatchOptions } from './feed'

const snapshot: WatchOptions['snapshot'] = async () =>
  ({ type: 'snapshot', hostId: 'h', facts: {}, libvirt: 'up', vms: [] }) as unknown as AgentEvent & { type: 'snapshot' }
const task = (stepId: string): AgentEvent & { type: 'task' } => ({ type: 'task', stepId, progress: 0, done: false })
const stats = (at: number) => ({ type: 'stats', host: { at }, vms: [], storage: [] }) as unknown as AgentEvent & { type: 'stats' }

describe('feed', () => {
  it('begins with a snapshot and misses nothing that happens while it is taken', async () => {
    const feed = new Feed()
    const stream = feed.watch({
      snapshot: async () => {
        feed.push(task('during'))
        return snapshot()
      },
      now: () => 1,
    })
    expect((await stream.next()).value).toMatchObject({ type: 'snapshot' })
    expect((await stream.next()).value).toEqual(task('during'))
    await stream.return()
  })

  it('says that it is alive when nothing happens', async () => {
    const stream = new Feed().watch({ snapshot, now: () => 42, aliveMs: 1 })
    await stream.next()
    expect((await stream.next()).value).toEqual({ type: 'alive', at: 42 })
    await stream.return()
  })

  it('leaves nothing on the signal of a quiet stream', async () => {
    const { signal } = new AbortController()
    const stream = new Feed().watch({ snapshot, now: () => 1, aliveMs: 1, signal })
    for (let i = 0; i < 4; i++) await stream.next()
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    await stream.return()
  })

  it('sends a fresh snapshot when asked, and only the newest figures', async () => {
    const feed = new Feed()
    const stream = feed.watch({ snapshot, now: () => 1 })
    await stream.next()
    feed.push(stats(1))
    feed.push({ type: 'resnapshot' })
    feed.push(stats(2))
    expect((await stream.next()).value).toMatchObject({ type: 'snapshot' })
    expect((await stream.next()).value).toEqual(stats(2))
    await stream.return()
  })

  it('ends with the signal, also while waiting', async () => {
    const feed = new Feed()
    const abort = new AbortController()
    const stream = feed.watch({ snapshot, now: () => 1, signal: abort.signal })
    await stream.next()
    const waiting = stream.next()
    abort.abort()
    expect(await waiting).toEqual({ value: undefined, done: true })
  })

  it('serves several readers', async () => {
    const feed = new Feed()
    const streams = [1, 2].map(() => feed.watch({ snapshot, now: () => 1 }))
    for (const stream of streams) await stream.next()
    feed.push(task('a'))
    for (const stream of streams) expect((await stream.next()).value).toEqual(task('a'))
    for (const stream of streams) await stream.return()
  })
})
