import { offStates } from '@/server/domain/vm/observed'
import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { reach, untilObserved } from './machine'

export const vmDiscardSaved = defineWorkflow()({
  kind: 'vm.discard_saved',
  input: OnVm,
  title: name => `Discard the saved state of ${name}`,
  steps: [
    {
      name: 'discard the saved memory',
      irreversible: true,
      do: async context => {
        const { agent, call } = await reach(context)
        await agent.vm.discardSaved(call)
      },
    },
    { name: 'see it down', timeoutMs: 20_000, do: async context => { await untilObserved(context, offStates) } },
  ],
})
