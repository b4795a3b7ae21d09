import { z } from 'zod'
import type { HardwareChange, LiveResult } from '@/server/contract/hardware/change'
import { chosen, differences } from '@/server/domain/vm/live/difference'
import { noteLive } from '@/server/store/vm/live'
import { wantedVm } from '@/server/store/vm/spec'
import { defineWorkflow } from '../definition'
import { OnVm } from './input'
import { changeRunning, liveMs, refuseUndone } from './live'
import { reach } from './machine'

/** `only` = the fields that are to be made; what else is pending goes on waiting. */
const Input = OnVm.extend({ only: z.array(z.string()).nullable().default(null), force: z.boolean().default(false) })

type State = {
  /** What differed at first: what was done before a crash is no difference afterwards. */
  found: HardwareChange[]
  results: LiveResult[]
}

/** Makes a running machine as it is wanted, as far as that goes without a restart. */
export const vmApply = defineWorkflow<State>()({
  kind: 'vm.apply',
  input: Input,
  title: name => `Change hardware of ${name}`,
  steps: [
    {
      name: 'see what differs',
      do: async context => {
        const { agent, call } = await reach(context)
        const { spec } = await wantedVm(context.db, context.input.vmId, context.instanceId)
        const { running } = (await agent.vm.get({ id: call.id })) ?? {}
        return { found: running ? chosen(differences(running, spec), context.input.only).map(({ deed: _, ...change }) => change) : [] }
      },
    },
    {
      name: 'change the running machine',
      irreversible: true,
      timeoutMs: liveMs,
      do: async context => {
        const wanted = await wantedVm(context.db, context.input.vmId, context.instanceId)
        const answered = await changeRunning(context, wanted, context.input)
        const before = (context.state.found ?? []).filter(({ field }) => !answered.some(result => result.field === field))
        return { results: [...before.map(change => ({ ...change, outcome: 'done' as const, reason: null })), ...answered] }
      },
    },
    {
      name: 'note what was refused',
      irreversible: true,
      do: async ({ db, input, subject, jobId, user, state: { results = [] }, now }) => {
        await noteLive(db, { vm: { id: subject.id, name: subject.name }, jobId, user, only: input.only, results, at: now() })
        refuseUndone(results, subject)
      },
    },
  ],
})
