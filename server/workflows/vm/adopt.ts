import { setVmExternal } from '@/server/store/vm/adopt'
import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { reach } from './machine'

/** The machine becomes ours as it is: its definition keeps everything, only our mark is added. */
export const vmAdopt = defineWorkflow()({
  kind: 'vm.adopt',
  input: OnVm,
  title: name => `Adopt ${name}`,
  steps: [
    {
      // Refused here when one of ours has the same name.
      name: 'take it over',
      do: ({ db, input }) => setVmExternal(db, input.vmId, false),
      undo: ({ db, input }) => setVmExternal(db, input.vmId, true),
    },
    {
      name: 'mark it on the host',
      irreversible: true,
      do: async context => {
        const { agent, call } = await reach(context)
        await agent.vm.adopt({ ...call, instanceId: context.instanceId })
      },
    },
  ],
})
