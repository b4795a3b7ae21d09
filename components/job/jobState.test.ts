import { expect, test } from 'vitest'
import type { JobState } from '@/server/contract/api/activity'
import { drawerJobs, runMs } from './jobState'

const job = (id: string, state: JobState, subject = 'x') => ({ id, state, subject: { type: 'vm', id: subject, name: subject } })

test('running first, then what I started, then what I look at, then the newest', () => {
  const jobs = [job('new', 'succeeded'), job('seen', 'failed', 'web'), job('mine', 'succeeded'), job('runs', 'running'), job('mine', 'succeeded')]
  expect(drawerJobs(jobs, ['mine'], 'web').map(j => j.id)).toEqual(['runs', 'mine', 'seen', 'new'])
  expect(drawerJobs(jobs, [], null, 2).map(j => j.id)).toEqual(['runs', 'new'])
})

test('running time', () => {
  expect(runMs({ startedAt: null, endedAt: null }, 0)).toBeNull()
  expect(runMs({ startedAt: '2026-01-01T00:00:00Z', endedAt: '2026-01-01T00:00:03Z' }, 0)).toBe(3000)
  expect(runMs({ startedAt: '2026-01-01T00:00:00Z', endedAt: null }, Date.parse('2026-01-01T00:01:00Z'))).toBe(60_000)
})
