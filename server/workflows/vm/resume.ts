import { inactiveStates } from '@/server/domain/vm/observed'
import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { reach, untilObserved } from './machine'

export const vmResume = defineWorkflow()({
  kind: 'vm.resume',
  input: OnVm,
  title: name => `Resume ${name}`,
  steps: [
    {
      name: 'go on',
      irreversible: true,
      do: async context => {
        const { agent, call } = await reach(context)
        await agent.vm.ensureResumed(call)
      },
    },
    { name: 'see it run', timeoutMs: 20_000, do: async context => { await untilObserved(context, ['running', ...inactiveStates]) } },
  ],
})
