import { expect, test } from 'vitest'
import { hostUuid, labNetworks } from './address'

const first = (name: string): string => labNetworks(name).next().value as string

test('labs of different names begin at different networks, all in 10.64.0.0/10', () => {
  expect(first('lab')).toBe('10.77.0')
  expect(first('alpha')).not.toBe(first('beta'))
  for (const name of ['lab', 'alpha', 'beta', 'z9']) {
    const [ten, second, third] = first(name).split('.').map(Number) as [number, number, number]
    expect(ten).toBe(10)
    expect(second).toBeGreaterThanOrEqual(64)
    expect(second).toBeLessThan(128)
    expect(third).toBeLessThan(256)
  }
})

test('when the first network is taken the next one follows', () => {
  const networks = labNetworks('lab')
  expect([networks.next().value, networks.next().value]).toEqual(['10.77.0', '10.77.1'])
})

test('each host of each lab has its own stable UUID', () => {
  const all = ['lab', 'other'].flatMap(name => [1, 2, 3].map(host => hostUuid(name, host)))
  expect(new Set(all).size).toBe(6)
  expect(all[0]).toBe(hostUuid('lab', 1))
  expect(all[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
})
