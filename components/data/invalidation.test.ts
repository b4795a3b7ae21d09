import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { createORPCClient } from '@orpc/client'
import { describe, expect, test } from 'vitest'
import { changeTopics } from '@/server/contract/api/activity'
import { apiContract } from '@/server/contract/api/api'
import type { Client } from './client'
import { affectedBy, matches } from './invalidation'

const client: Client = createORPCClient({ call: () => Promise.reject(new Error('not called')) })
const api = createTanstackQueryUtils(client)
const a = '00000000-0000-4000-8000-00000000000a'
const b = '00000000-0000-4000-8000-00000000000b'
const hit = (topic: string, id: string, key: readonly unknown[]) => affectedBy({ topic, id }).some(x => matches(key, x))

describe('a change concerns', () => {
  test('lists of its kind and the one object, not another', () => {
    expect(hit('vms', a, api.vm.list.queryKey({ input: { search: 'x' } }))).toBe(true)
    expect(hit('vms', a, api.vm.get.queryKey({ input: { id: a } }))).toBe(true)
    expect(hit('vms', a, api.vm.get.queryKey({ input: { id: b } }))).toBe(false)
    expect(hit('vms', a, api.event.list.queryKey({ input: {} }))).toBe(false)
  })

  test('the counts above it', () => {
    expect(hit('vms', a, api.cluster.get.queryKey({ input: { id: b } }))).toBe(true)
    expect(hit('vms', a, api.system.dashboard.queryKey())).toBe(true)
  })

  test('statistics of one host, not the samples of another', () => {
    expect(hit('host-samples', a, api.host.samples.queryKey({ input: { id: a, minutes: 60 } }))).toBe(true)
    expect(hit('host-samples', a, api.host.samples.queryKey({ input: { id: b, minutes: 60 } }))).toBe(false)
    expect(hit('host-samples', a, api.job.list.queryKey({ input: {} }))).toBe(false)
  })

  test('nothing when the topic is unknown', () => expect(affectedBy({ topic: 'quotas', id: a })).toEqual([]))
})

test('every topic has a rule, and every path is one of the contract', () => {
  const contract: Record<string, Record<string, unknown>> = apiContract
  for (const topic of changeTopics) {
    const affected = affectedBy({ topic, id: a })
    expect(affected.length, topic).toBeGreaterThan(0)
    for (const { path } of affected) {
      expect(contract[path[0]], path.join('.')).toBeDefined()
      if (path.length > 1) expect(contract[path[0]]?.[path[1] ?? ''], path.join('.')).toBeDefined()
    }
  }
})
