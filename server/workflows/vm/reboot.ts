import { AppError } from '@/server/domain/error'
import { lastEventId, rebootedAfter } from '@/server/store/observation/reboot'
import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { askGuest } from './guest'
import { reach } from './machine'

const waitMs = 180_000

export const vmReboot = defineWorkflow<{ eventsBefore: string }>()({
  kind: 'vm.reboot',
  input: OnVm,
  title: name => `Reboot ${name}`,
  steps: [
    // Apart, so that a reboot that is seen before the request's answer still counts.
    { name: 'note the moment', do: async ({ db }) => ({ eventsBefore: await lastEventId(db) }) },
    {
      name: 'ask the guest',
      irreversible: true,
      do: async context => {
        const { agent, call } = await reach(context)
        await askGuest(method => agent.vm.reboot({ ...call, stepId: `${call.stepId}:${method}`, method }))
      },
    },
    {
      name: 'wait until it reboots',
      cancellable: true,
      irreversible: true,
      timeoutMs: waitMs,
      do: async ({ db, input, state, waitFor }) => {
        await waitFor({ topic: 'vms', id: input.vmId }, async () => ((await rebootedAfter(db, input.vmId, state.eventsBefore ?? '0')) ? true : null))
      },
      late: subject => new AppError('TIMEOUT', `The guest of ${subject.name} did not reboot within ${waitMs / 1000} s.`, {
        subject,
        hint: 'Look at its console, or reset it.',
        reason: { code: 'guest_deaf', params: { seconds: waitMs / 1000 } },
      }),
    },
  ],
})
