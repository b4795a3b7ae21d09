import { describe, expect, it } from 'vitest'
import { closeFrame, FrameWatcher } from './frames'

const frame = (opcode: number, payload: Buffer, masked = false): Buffer => {
  const n = payload.length
  const length =
    n < 126
      ? Buffer.from([n])
      : n < 65_536
        ? Buffer.from([126, n >> 8, n & 255])
        : Buffer.concat([Buffer.from([127, 0, 0, 0, 0]), Buffer.from([(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255])])
  if (masked) length[0] = (length[0] ?? 0) | 0x80
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, masked ? Buffer.from([1, 2, 3, 4]) : Buffer.alloc(0), payload])
}

describe('FrameWatcher', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 200_000].flatMap(n => [[n, false] as const, [n, true] as const]))(
    'knows the end of a frame of %i bytes (masked: %s), however it is cut',
    (n, masked) => {
      const bytes = Buffer.concat([frame(2, Buffer.alloc(n, 0x88), masked), frame(2, Buffer.from([9]), masked)])
      const end = bytes.length - (masked ? 7 : 3)
      for (const cut of [1, 2, 3, 7, 4096, 70_000]) {
        const watcher = new FrameWatcher()
        const boundaries: number[] = []
        for (let at = 0; at < bytes.length; at += cut) {
          watcher.feed(bytes.subarray(at, at + cut))
          if (watcher.atBoundary) boundaries.push(Math.min(at + cut, bytes.length))
        }
        expect(boundaries.at(-1)).toBe(bytes.length)
        for (const b of boundaries) expect([0, end, bytes.length]).toContain(b)
        expect(watcher.sawClose).toBe(false)
      }
    },
  )

  it('sees a close frame', () => {
    const watcher = new FrameWatcher()
    watcher.feed(frame(2, Buffer.from('x')))
    expect(watcher.sawClose).toBe(false)
    watcher.feed(closeFrame(4410, 'gone'))
    expect(watcher.sawClose).toBe(true)
    expect(watcher.atBoundary).toBe(true)
  })
})

describe('closeFrame', () => {
  it('holds code and reason', () => expect([...closeFrame(4401, 'no')]).toEqual([0x88, 4, 0x11, 0x31, 0x6e, 0x6f]))
  it('is a control frame of at most 125 bytes, its text whole', () => {
    const made = closeFrame(4401, '控制台'.repeat(40))
    expect(made[1]).toBeLessThanOrEqual(125)
    expect(made.length).toBe(2 + (made[1] ?? 0))
    expect(made.subarray(4).toString('utf8')).toMatch(/^[控制台]+$/)
  })
})
