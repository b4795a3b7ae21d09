import type { VmObservation } from '@/server/contract/agent/vm'
import { AppError } from '@/server/domain/error'
import type { Subject } from '@/server/domain/error'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import type { Agent, Caller } from '@/server/agent/agent'
import { fromLibvirt, libvirtDown } from './libvirt-error'
import type { Reading } from './observe'

/** How long a call waits for a libvirtd that is just being restarted. */
const patienceMs = 3000

export const subjectOf = (id: string, name?: string): Subject => ({ type: 'vm', id, ...(name ? { name } : {}) })

/** One of the open connections. Errors: LIBVIRT when there is none soon. */
export const connected = async <Name extends 'libvirt' | 'work' | 'side'>(agent: Pick<Agent, Name>, name: Name): Promise<Libvirt> => {
  try {
    return await agent[name].ready({ timeoutMs: patienceMs })
  } catch (error) {
    throw libvirtDown(error)
  }
}

/** Is the machine this manager's? Any other is external: another tool's, or another manager's. */
export const isOurs = (reading: Reading, caller: Caller): boolean => reading.observation.instanceId === caller.instanceId

/** What an operation on one machine gets: it runs alone on that machine, and the call is known to be the newest. */
export interface OnVm {
  agent: Agent
  caller: Caller
  libvirt: Libvirt
  /** Null for a machine that libvirt does not know. */
  reading: Reading | null
}

/**
 * Runs `work` alone on machine `id` after the check of the generation. `doing` names it in errors, e.g. `start`.
 * Errors: STALE_GENERATION, LIBVIRT, and libvirt's own as AppErrors.
 */
export const onVm = <Result>(
  agent: Agent,
  caller: Caller,
  { id, generation }: { id: string; generation: number },
  doing: string,
  work: (on: OnVm) => Promise<Result>,
): Promise<Result> =>
  agent.turns.take(id, async () => {
    const libvirt = await connected(agent, 'work')
    let name: string | undefined
    try {
      const reading = await agent.machines.read(libvirt, id)
      name = reading?.observation.name
      const defined = reading && isOurs(reading, caller) ? reading.observation.generation : null
      await agent.generations.accept(id, generation, defined)
      return await work({ agent, caller, libvirt, reading })
    } catch (error) {
      // A start that QEMU breaks off has been seen as paused on its way, and libvirt has no event for its end.
      void agent.machines.refresh(id, `could not ${doing}`)
      throw fromLibvirt(error, `${doing} machine “${name ?? id}”`, subjectOf(id, name))
    }
  })

export const unknownVm = (id: string): AppError => new AppError('NOT_FOUND', 'The host does not know this machine.', { subject: subjectOf(id) })

/** The reading of a machine that must be there. Errors: NOT_FOUND. */
export const present = (reading: Reading | null, id: string): Reading => {
  if (!reading) throw unknownVm(id)
  return reading
}

/** Errors: WRONG_STATE unless the machine is in one of these states. */
export const requireState = ({ observation: { id, name, state } }: Reading, allowed: readonly VmObservation['state'][], doing: string): void => {
  if (allowed.includes(state)) return
  throw new AppError('WRONG_STATE', `Machine “${name}” cannot be ${doing} while it is ${state.replace('_', ' ')}.`, {
    subject: subjectOf(id, name),
    reason: { code: 'wrong_state', params: { state } },
  })
}

/** What the machine is now. Errors: NOT_FOUND when it has vanished meanwhile. */
export const observe = async ({ agent, libvirt }: OnVm, id: string): Promise<VmObservation> => present(await agent.machines.read(libvirt, id), id).observation
