import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { chosenSteps, defineWorkflow } from './definition'
import { jobOutcome } from './runner'
import { workflowOf, workflows } from './table'

describe('how a job ends', () => {
  const broken = { code: 'LIBVIRT', message: 'broken', hint: 'Repair it.' } as const
  const cancelled = { code: 'CANCELLED', message: 'stopped' } as const
  it.each([
    ['nothing failed', null, null, { state: 'succeeded', error: null }],
    ['a step failed', broken, null, { state: 'failed', error: broken }],
    ['it was cancelled', cancelled, null, { state: 'cancelled', error: cancelled }],
    [
      'the undoing failed too',
      broken,
      { code: 'HOST_UNREACHABLE', message: 'gone.' },
      { state: 'failed', error: { ...broken, hint: 'Repair it. Not everything could be undone: gone.' } },
    ],
    [
      'a cancelled job could not be undone',
      cancelled,
      { code: 'HOST_UNREACHABLE', message: 'gone.' },
      { state: 'failed', error: { ...cancelled, hint: 'Not everything could be undone: gone.' } },
    ],
  ] as const)('%s', (_, failure, undoError, outcome) => {
    expect(jobOutcome(failure, undoError)).toEqual(outcome)
  })
})

it('leaves out the steps that the input does not ask for', () => {
  const workflow = defineWorkflow()({
    kind: 'test', input: z.object({ more: z.boolean() }), title: name => name,
    steps: [{ name: 'always', do: async () => undefined }, { name: 'more', when: ({ more }) => more, do: async () => undefined }],
  })
  expect(chosenSteps(workflow, { more: false }).map(({ name }) => name)).toEqual(['always'])
  expect(chosenSteps(workflow, { more: true }).map(({ name }) => name)).toEqual(['always', 'more'])
})

it('has one workflow of each kind, and no step name twice in one', () => {
  expect(new Set(workflows.map(({ kind }) => kind)).size).toBe(workflows.length)
  for (const { steps } of workflows) expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length)
  expect(() => workflowOf('vm.nonsense')).toThrow('There is no workflow of kind vm.nonsense.')
})
