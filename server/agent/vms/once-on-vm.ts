import type { VmObservation } from '@/server/contract/agent/vm'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import type { Agent, Caller } from '@/server/agent/agent'
import { fromLibvirt } from './libvirt-error'
import { connected, onVm, present, requireState, subjectOf } from './on-vm'

export interface OnceRequest {
  stepId: string
  id: string
  generation: number
}

export interface OnceRule {
  /** Completes “Could not …” and, as participle, “cannot be …”. */
  doing: string
  done: string
  /** States in which it makes sense; in `already` there is nothing left to do. */
  from: readonly VmObservation['state'][]
  already?: readonly VmObservation['state'][]
  act: (libvirt: Libvirt, id: string) => Promise<void>
}

/**
 * Does to a machine what must not happen twice: once per step id, whatever crashes in between. A step that was begun before
 * ends as it ended then, whatever the machine's state is now. The act itself does not hold the machine's turn, nor the
 * connection for work: guests that do not answer must not keep anybody from forcing a machine off.
 * Errors: STALE_GENERATION, NOT_FOUND, WRONG_STATE, TIMEOUT, LIBVIRT.
 */
export const onceOnVm = async (agent: Agent, caller: Caller, request: OnceRequest, rule: OnceRule): Promise<Record<string, never>> => {
  const { journal } = agent
  const { id, stepId } = request
  if (journal.knows(stepId)) await journal.once(stepId, async () => undefined)
  else {
    const { name, nothingToDo } = await onVm(agent, caller, request, rule.doing, async (on) => {
      const reading = present(on.reading, id)
      const { name: called, state } = reading.observation
      const idle = rule.already?.includes(state) ?? false
      if (!idle) requireState(reading, rule.from, rule.done)
      return { name: called, nothingToDo: idle }
    })
    if (nothingToDo) return {}
    const side = await connected(agent, 'side')
    await journal.once(stepId, () =>
      rule.act(side, id).catch((error: unknown) => {
        throw fromLibvirt(error, `${rule.doing} machine “${name}”`, subjectOf(id, name))
      }),
    )
  }
  return {}
}
