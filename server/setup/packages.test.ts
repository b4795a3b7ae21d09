import { expect, test } from 'vitest'
import packages from './packages.json'

test('each package is named once, for a purpose that a command asks for, and says why', () => {
  const names = packages.map(entry => entry.package)
  expect(new Set(names).size).toBe(names.length)
  expect(new Set(packages.map(entry => entry.purpose))).toEqual(new Set(['host', 'no-systemd', 'guest', 'test', 'bench']))
  expect(packages.filter(entry => !entry.why || !/^[a-z0-9][a-z0-9.+-]+$/.test(entry.package))).toEqual([])
})
