import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { reach } from './machine'

export const vmReset = defineWorkflow()({
  kind: 'vm.reset',
  input: OnVm,
  title: name => `Reset ${name}`,
  steps: [
    {
      name: 'reset the machine',
      irreversible: true,
      do: async context => {
        const { agent, call } = await reach(context)
        await agent.vm.reset(call)
      },
    },
  ],
})
