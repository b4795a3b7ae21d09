import { expect, it } from 'vitest'
import { checkVmName } from '@/server/domain/vm/validate'
import { roomiestHost, suggestName } from './capacity'

const host = (name: string, status: 'up' | 'down', memoryMiB: number, used: number | null, cluster = 'c1') => ({
  name, status, memoryMiB, cpuCount: 2, cluster: { id: cluster, name: cluster }, latest: used === null ? null : { memoryUsedMiB: used },
})

it('finds the host of the cluster with the most free memory', () => {
  const hosts = [host('a', 'up', 8192, 7000), host('b', 'up', 4096, 1000.4), host('c', 'down', 65536, 0), host('d', 'up', 65536, 0, 'c2')]
  expect(roomiestHost(hosts, 'c1')).toEqual({ host: 'b', totalMiB: 4096, freeMiB: 3095, cpuCount: 2 })
  expect(roomiestHost(hosts, 'c3')).toBeNull()
  expect(roomiestHost([host('e', 'up', 1024, null)], 'c1')?.freeMiB).toBe(1024)
})

it('suggests a free and lawful name', () => {
  expect(suggestName('Tiny Linux', [])).toBe('tiny-linux-1')
  expect(suggestName('Tiny Linux', ['tiny-linux-1', 'TINY-LINUX-2'])).toBe('tiny-linux-3')
  for (const template of ['空白', '-.-', '12', 'x'.repeat(300), 'a/b:c']) expect(checkVmName(suggestName(template, []))).toBeNull()
})
