import { defineWorkflow } from '../definition'
import { wantedVm } from '@/server/store/vm/spec'
import { OnVm } from './input'
import { orGone, reach, untilObserved } from './machine'

/** As long as writing the memory of the largest machines to a slow disk may take. */
const saveMs = 3_600_000

/** Suspend to disk. */
export const vmSave = defineWorkflow()({
  kind: 'vm.save',
  input: OnVm,
  title: name => `Suspend ${name}`,
  steps: [
    {
      name: 'save the memory',
      timeoutMs: saveMs,
      cancellable: true,
      do: async context => {
        const { agent, call } = await reach(context)
        await agent.vm.ensureSaved(call)
      },
      undo: async context => {
        const { agent, call } = await reach(context)
        await orGone(agent.vm.abortSave(call).then(async ({ state }) => {
          if (state !== 'saved') return
          const { spec } = await wantedVm(context.db, context.input.vmId, context.instanceId)
          await agent.vm.ensureRunning({ stepId: context.stepId, spec })
        }))
      },
    },
    { name: 'see it saved', timeoutMs: 20_000, do: async context => { await untilObserved(context, ['saved']) } },
  ],
})
