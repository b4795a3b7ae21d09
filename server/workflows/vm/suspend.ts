import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { reach, untilObserved } from './machine'

/** Pause in memory. */
export const vmSuspend = defineWorkflow()({
  kind: 'vm.suspend',
  input: OnVm,
  title: name => `Pause ${name}`,
  steps: [
    {
      name: 'pause the machine',
      do: async context => {
        const { agent, call } = await reach(context)
        await agent.vm.ensureSuspended(call)
      },
      undo: async context => {
        const { agent, call } = await reach(context)
        await agent.vm.ensureResumed(call)
      },
    },
    { name: 'see it paused', timeoutMs: 20_000, do: async context => { await untilObserved(context, ['paused']) } },
  ],
})
