import { expect, it } from 'vitest'
import { growthRefusal } from './growth'

const room = { host: 'h1', freeMiB: 512, hasMiB: 1024, maxMiB: 8192 }

it('is refused beyond what is free on the host, and told in figures', () => {
  expect(growthRefusal(room, 1536)).toBeNull()
  expect(growthRefusal(room, 1664)).toEqual({
    code: 'memory_room', params: { host: 'h1', freeMiB: 512, wantedMiB: 640 }, text: 'Host h1 has 512 MiB of memory free, 640 MiB more are wanted.',
  })
})

it('is not judged where it stays, shrinks or waits for the next start', () => {
  expect([1024, 512, 16_384, 2000].map(wants => growthRefusal(room, wants))).toEqual([null, null, null, null])
})
