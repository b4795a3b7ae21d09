import { setTimeout as sleep } from 'node:timers/promises'
import type { VmObservation } from '@/server/contract/agent/vm'
import { AppError } from '@/server/domain/error'
import type { Agent, Caller } from '@/server/agent/agent'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { CallTimeoutError } from '@/server/libvirt/rpc/errors'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'
import { fromLibvirt } from './libvirt-error'
import { connected, observe, onVm, present, requireState, subjectOf } from './on-vm'
import type { OnVm } from './on-vm'
import type { Reading } from './observe'

interface Call {
  stepId: string
  id: string
  generation: number
}

const lookAgainMs = 250

/** libvirt holds the guest's processors while it writes the memory, and says why. */
const isSaving = (reading: Reading | null): boolean => reading?.observation.state === 'paused' && reading.observation.reason === 'save'

/** Share of the running job that is done, 0…1; null when none is running. */
const jobShare = async (libvirt: Libvirt, id: string): Promise<number | null> => {
  try {
    const { type, dataTotal, dataProcessed } = await libvirt.domain.jobInfo({ uuid: id })
    if (type !== 'bounded' && type !== 'unbounded') return null
    return dataTotal > 0 ? Math.min(1, Number(dataProcessed) / Number(dataTotal)) : 0
  } catch (error) {
    if (isLibvirtError(error, 'OPERATION_INVALID', 'NO_DOMAIN')) return null
    throw error
  }
}

/** Tells the feed how far the save is, until `over` says that it has ended. */
const follow = async ({ agent, libvirt }: Pick<OnVm, 'agent' | 'libvirt'>, { id, stepId }: Call, over: () => boolean | Promise<boolean>): Promise<void> => {
  for (let told = 0; !(await over()); await sleep(lookAgainMs)) {
    const share = (await jobShare(libvirt, id)) ?? 0
    if (share - told < 0.01 || share >= 1) continue
    agent.feed.push({ type: 'task', stepId, progress: share, done: false })
    told = share
  }
}

/** Follows a save that somebody else began. libvirt takes its job for done before QEMU has ended, so the machine's state tells. */
const followOther = (on: OnVm, call: Call): Promise<void> => follow(on, call, async () => !isSaving(await on.agent.machines.read(on.libvirt, call.id)))

const save = async (on: OnVm, call: Call): Promise<void> => {
  let ended = false
  const saving = on.libvirt.domain.managedSave({ uuid: call.id }).finally(() => (ended = true))
  // Its end is what counts, so a look that fails is only a look less.
  const following = follow(on, call, () => ended).catch(() => undefined)
  try {
    await saving
  } catch (error) {
    // Another save was faster, or had begun before the agent was started.
    const now = await on.agent.machines.read(on.libvirt, call.id)
    if (now?.observation.state !== 'saved') throw error
  } finally {
    await following
  }
}

/**
 * Not running, its memory on the host's disk. It holds the machine's turn for as long as it takes; a save that runs already is
 * followed. Errors: STALE_GENERATION, NOT_FOUND, WRONG_STATE, CANCELLED when somebody aborts it, DISK_FULL, LIBVIRT.
 */
export const ensureSaved = (agent: Agent, caller: Caller, call: Call): Promise<VmObservation> =>
  onVm(agent, caller, call, 'suspend', async (on) => {
    const reading = present(on.reading, call.id)
    if (reading.observation.state === 'saved') return reading.observation
    if (isSaving(reading)) await followOther(on, call)
    else {
      requireState(reading, ['running', 'paused'], 'suspended')
      await save(on, call)
    }
    const now = await observe(on, call.id)
    if (now.state !== 'saved') throw new AppError('CANCELLED', `Machine “${now.name}” was not suspended: the save was aborted.`, { subject: subjectOf(call.id, now.name) })
    return now
  })

/**
 * Asks libvirt to end a save. One that has ended meanwhile, or has not begun yet, is looked for again; at the very end of its
 * work QEMU hears nobody, and then the save is as good as done.
 */
const abort = async (libvirt: Libvirt, agent: Agent, id: string): Promise<void> => {
  if (!isSaving(await agent.machines.read(libvirt, id))) return
  await libvirt.domain.abortJob({ uuid: id }).catch((error: unknown) => {
    if (!isLibvirtError(error, 'OPERATION_INVALID', 'OPERATION_TIMEOUT', 'NO_DOMAIN') && !(error instanceof CallTimeoutError)) throw error
  })
}

/**
 * Ends a save that is under way, and the machine goes on; a finished one stays. The save holds the machine's turn, so it is
 * aborted from outside until the turn comes. Errors: STALE_GENERATION, NOT_FOUND, LIBVIRT.
 */
export const abortSave = async (agent: Agent, caller: Caller, call: Call): Promise<VmObservation> => {
  let over = false
  const after = onVm(agent, caller, call, 'stop suspending', async (on) => {
    if (isSaving(on.reading)) await followOther(on, call)
    return observe(on, call.id)
  }).finally(() => (over = true))
  after.catch(() => undefined)
  const side = await connected(agent, 'side')
  while (!over) {
    await abort(side, agent, call.id).catch((error: unknown) => {
      throw fromLibvirt(error, 'stop suspending the machine', subjectOf(call.id))
    })
    await Promise.race([after.catch(() => undefined), sleep(lookAgainMs)])
  }
  return after
}

/** Without saved memory: its next start is a boot. Errors: STALE_GENERATION, NOT_FOUND, LIBVIRT. */
export const discardSaved = (agent: Agent, caller: Caller, call: Call): Promise<VmObservation> =>
  onVm(agent, caller, call, 'discard the saved state of', async (on) => {
    const reading = present(on.reading, call.id)
    if (reading.observation.state !== 'saved') return reading.observation
    await on.libvirt.domain.removeManagedSave({ uuid: call.id })
    // libvirt has no event for this.
    void agent.machines.refresh(call.id, 'discarded')
    return observe(on, call.id)
  })
