import { inactiveStates } from '@/server/domain/vm/observed'
import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { reach, untilObserved } from './machine'

export const vmPoweroff = defineWorkflow()({
  kind: 'vm.poweroff',
  input: OnVm,
  title: name => `Force off ${name}`,
  steps: [
    {
      name: 'stop the machine',
      irreversible: true,
      do: async context => {
        const { agent, call } = await reach(context)
        await agent.vm.ensureStopped(call)
      },
    },
    { name: 'see it down', timeoutMs: 20_000, do: async context => { await untilObserved(context, inactiveStates) } },
  ],
})
