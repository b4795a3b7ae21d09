import { expect, test } from 'vitest'
import { checkBridge } from './checkBridge'

test('names that the kernel takes for an interface', () => {
  for (const good of ['br0', 'br-lan.100', 'a'.repeat(15)]) expect(checkBridge(good), good).toEqual([])
  for (const bad of ['', 'br 0', 'br/0', 'a'.repeat(16), '..']) expect(checkBridge(bad), bad).toHaveLength(1)
})
