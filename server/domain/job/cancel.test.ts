import { expect, it } from 'vitest'
import { jobCancel } from './cancel'

it.each([
  ['vm.shutdown', 'running', false, true, undefined],
  ['vm.create', 'queued', false, true, undefined],
  ['vm.create', 'running', true, false, 'cancelling'],
  ['vm.create', 'cancelling', true, false, 'cancelling'],
  ['vm.create', 'succeeded', false, false, 'job_ended'],
  ['vm.create', 'cancelled', true, false, 'job_ended'],
  ['vm.delete', 'running', false, false, 'job_uncancellable'],
] as const)('%s %s (asked: %s) may be cancelled: %s %s', (kind, state, cancelAsked, allowed, code) => {
  expect(jobCancel({ kind, state, cancelAsked })).toMatchObject({ allowed })
  expect(jobCancel({ kind, state, cancelAsked }).reason?.code).toBe(code)
})
