import { expect, it } from 'vitest'
import { mayArrive, mayLeave, migrationLimit } from './limits'

it('as many at once as the host has cores, at most two, unless the cluster says otherwise', () => {
  expect([migrationLimit(1, null), migrationLimit(2, null), migrationLimit(64, null), migrationLimit(64, 5), migrationLimit(0, null)]).toEqual([1, 2, 2, 5, 1])
})

it('counts out and in apart', () => {
  const running = [{ sourceId: 'a', destinationId: 'b' }, { sourceId: 'a', destinationId: 'c' }]
  expect(mayLeave(running, { id: 'a', limit: 2 })).toBe(false)
  expect(mayArrive(running, { id: 'a', limit: 2 })).toBe(true)
  expect(mayArrive(running, { id: 'b', limit: 2 })).toBe(true)
  expect(mayArrive(running, { id: 'b', limit: 1 })).toBe(false)
})
