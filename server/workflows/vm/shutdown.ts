import { z } from 'zod'
import { AppError } from '@/server/domain/error'
import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { askGuest } from './guest'
import { downStates, reach, untilObserved } from './machine'

const Input = OnVm.extend({ timeoutSeconds: z.int().min(1).max(3600).default(180) })

export const vmShutdown = defineWorkflow()({
  kind: 'vm.shutdown',
  input: Input,
  title: name => `Shut down ${name}`,
  steps: [
    {
      name: 'ask the guest',
      irreversible: true,
      do: async context => {
        const { agent, call } = await reach(context)
        await askGuest(method => agent.vm.requestShutdown({ ...call, stepId: `${call.stepId}:${method}`, method }))
      },
    },
    {
      name: 'wait until it is down',
      cancellable: true,
      irreversible: true,
      limitMs: input => input.timeoutSeconds * 1000,
      do: async context => { await untilObserved(context, downStates) },
      late: (subject, { timeoutSeconds }) => new AppError('TIMEOUT', `The guest of ${subject.name} did not shut down within ${timeoutSeconds} s.`, {
        subject,
        hint: 'Look at its console, or force it off.',
        reason: { code: 'guest_deaf', params: { seconds: timeoutSeconds } },
      }),
    },
  ],
})
