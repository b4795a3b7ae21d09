import { z } from 'zod'
import { AppError } from '@/server/domain/error'
import { inactiveStates } from '@/server/domain/vm/observed'
import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { pause } from '../pause'
import { askGuest } from './guest'
import type { AskedBy } from './guest'
import { reach, untilObserved } from './machine'

const Input = OnVm.extend({ timeoutSeconds: z.int().min(1).max(3600).default(180) })

/**
 * A guest agent that dies after it has taken the question is silent, and libvirt takes that for obedience. A guest that is about to
 * shut down passes over the button, so it is pressed when nothing has happened for this long.
 */
const pressAfterMs = (timeoutSeconds: number): number => Math.min(15_000, (timeoutSeconds * 1000) / 3)

/** Already down, or on its way: then there is nothing to press. */
const unlessOver = (error: unknown): void => {
  if (!(error instanceof AppError) || error.code !== 'WRONG_STATE') throw error
}

export const vmShutdown = defineWorkflow<{ asked: AskedBy }>()({
  kind: 'vm.shutdown',
  input: Input,
  title: name => `Shut down ${name}`,
  steps: [
    {
      name: 'ask the guest',
      irreversible: true,
      do: async context => {
        const { agent, call } = await reach(context)
        const asked = await askGuest(method => agent.vm.requestShutdown({ ...call, stepId: `${call.stepId}:${method}`, method }))
        return { asked }
      },
    },
    {
      name: 'wait until it is down',
      cancellable: true,
      irreversible: true,
      limitMs: input => input.timeoutSeconds * 1000,
      do: async context => {
        const down = untilObserved(context, inactiveStates)
        down.catch(() => undefined)
        if (context.state.asked === 'agent') {
          const soon = await Promise.race([down, pause(pressAfterMs(context.input.timeoutSeconds), context.signal)])
          const { agent, call } = await reach(context)
          if (!soon) await agent.vm.requestShutdown({ ...call, method: 'acpi' }).catch(unlessOver)
        }
        await down
      },
      late: (subject, { timeoutSeconds }) => new AppError('TIMEOUT', `The guest of ${subject.name} did not shut down within ${timeoutSeconds} s.`, {
        subject,
        hint: 'Look at its console, or force it off.',
        reason: { code: 'guest_deaf', params: { seconds: timeoutSeconds } },
      }),
    },
  ],
})
