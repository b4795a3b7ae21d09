import { expect, it } from 'vitest'
import { marksOf } from './marks'

it('marks what became of the machine, and all trouble', () => {
  const at = '2026-01-02T03:04:05.000Z'
  const events = [
    { at, code: 'vm.started', severity: 'info' as const },
    { at, code: 'vm.start.succeeded', severity: 'info' as const },
    { at, code: 'vm.start.failed', severity: 'error' as const },
    { at, code: 'console.opened', severity: 'info' as const },
  ]
  expect(marksOf(events, e => e.code)).toEqual([
    { at: Date.parse(at), label: 'vm.started', severity: 'info' },
    { at: Date.parse(at), label: 'vm.start.failed', severity: 'error' },
  ])
})
