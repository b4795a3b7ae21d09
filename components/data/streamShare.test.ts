import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { shareStream } from './streamShare'

/** The browser's lock as https://www.w3.org/TR/web-locks/ says, with the time that its answers take. */
class Lock {
  private holder: { lose: (reason: Error) => void } | null = null
  private readonly queue: (() => void)[] = []

  constructor(private readonly delayMs: number) {}

  request(_: string, options: LockOptions, callback: () => Promise<void> | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const aborted = () => reject(new DOMException('aborted', 'AbortError'))
      options.signal?.addEventListener('abort', aborted)
      const grant = (): void => {
        if (options.signal?.aborted) return this.next()
        const mine = { lose: reject }
        this.holder = mine
        void Promise.resolve(callback()).then(() => {
          resolve()
          if (this.holder !== mine) return
          this.holder = null
          this.next()
        })
      }
      setTimeout(() => {
        if (options.steal) {
          const robbed = this.holder
          grant()
          // Its holder hears of it after the thief.
          setTimeout(() => robbed?.lose(new DOMException('stolen', 'AbortError')), 1)
        } else if (this.holder) this.queue.push(grant)
        else grant()
      }, this.delayMs)
    })
  }

  private next(): void {
    this.queue.shift()?.()
  }
}

const stops: (() => void)[] = []
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', { hidden: false, addEventListener: () => undefined, removeEventListener: () => undefined })
})
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** What a tab was told to do. */
function tab(): string[] {
  const told: string[] = []
  const share = shareStream({
    hold: () => told.push('hold'),
    letGo: () => told.push('let go'),
    hear: news => news.kind === 'asked' && told.at(-1) === 'hold' && share.tell({ kind: 'open' }),
  })
  stops.push(share.stop)
  return told
}

it.each([0, 3_000, 6_000, 20_000])('a lone tab holds the stream, though the browser takes %s ms for the lock', async delayMs => {
  vi.stubGlobal('navigator', { locks: new Lock(delayMs) })
  const told = tab()
  await vi.advanceTimersByTimeAsync(120_000)
  expect(told).toEqual(['hold'])
})

it('a tab that stops leaves the stream to the next one', async () => {
  vi.stubGlobal('navigator', { locks: new Lock(1) })
  const first = tab()
  await vi.advanceTimersByTimeAsync(10)
  const second = tab()
  await vi.advanceTimersByTimeAsync(10)
  expect([first, second]).toEqual([['hold'], []])
  stops.shift()?.()
  await vi.advanceTimersByTimeAsync(10)
  expect(second).toEqual(['hold'])
})
