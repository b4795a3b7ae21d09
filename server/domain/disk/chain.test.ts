import { expect, it } from 'vitest'
import { chainCost } from './chain'

const image = (sizeMiB: number, allocatedMiB: number) => ({ path: '/x', format: 'qcow2' as const, sizeMiB, allocatedMiB, corrupt: false })

it.each([
  [[image(100, 10)], { depth: 1, ownMiB: 10, belowMiB: 0, flatMiB: 10 }],
  [[image(100, 10), image(80, 50), image(80, 30)], { depth: 3, ownMiB: 10, belowMiB: 80, flatMiB: 90 }],
  // What two images hold of the same place is copied once.
  [[image(100, 70), image(80, 60)], { depth: 2, ownMiB: 70, belowMiB: 60, flatMiB: 100 }],
])('%j costs %j', (images, cost) => expect(chainCost({ images })).toEqual(cost))
