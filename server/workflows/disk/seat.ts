import type { VmSpec } from '@/server/contract/agent/vm'
import type { LiveResult } from '@/server/contract/hardware/change'
import { isActive } from '@/server/domain/vm/observed'
import { seatDisk } from '@/server/store/disk/write'
import type { Seat } from '@/server/store/disk/write'
import { wantedVm } from '@/server/store/vm/spec'
import { changeRunning, refuseUndone } from '../vm/live'
import type { Context } from './image'

/**
 * The machine is as its rows say, but for what `edit` changes: its definition and, where it runs, the disk itself. What became of the disk;
 * null = there was nothing to do, or it does not run. Of another change that waits nothing is touched.
 */
export async function redefine(context: Context, edit: (spec: VmSpec) => VmSpec = spec => spec): Promise<LiveResult | null> {
  const { db, input: { vmId, diskId }, instanceId, stepId, agent } = context
  if (!vmId) return null
  const wanted = await wantedVm(db, vmId, instanceId)
  if (!wanted.hostId) return null
  const spec = edit(wanted.spec)
  if (!isActive(wanted.observedState)) {
    await (await agent(wanted.hostId)).vm.ensureDefined({ stepId, spec })
    return null
  }
  const field = `disks.${diskId}`
  const results = await changeRunning({ ...context, input: { vmId } }, { ...wanted, spec }, { only: [field] })
  return results.find(result => result.field === field) ?? null
}

/** The disk is the machine's, in the rows and in its definition. */
export async function giveDisk(context: Context, seat: Seat): Promise<void> {
  await seatDisk(context.db, context.input.diskId, context.input.vmId, seat)
  const result = await redefine(context)
  // On a bus that nothing is plugged into it waits for the next start.
  if (result) refuseUndone([result], context.subject, 'The disk was not attached.')
}

/** Bus and options are kept for its next machine. */
const nowhere: Partial<Seat> = { target: '', position: 0 }

/** The machine has it no more: definition and guest first, so that no row says of a disk that it is free while it is not. */
export async function takeDisk(context: Context, floating: Partial<Seat> = nowhere): Promise<void> {
  const result = await redefine(context, spec => ({ ...spec, disks: spec.disks.filter(({ id }) => id !== context.input.diskId) }))
  // Until its guest lets go of it, it writes to it.
  if (result && result.outcome !== 'done') refuseUndone([{ ...result, outcome: result.outcome === 'needs_restart' ? 'refused' : result.outcome }], context.subject, 'The disk stays in the machine. Let its guest give it up, or shut the machine down.')
  await seatDisk(context.db, context.input.diskId, null, floating)
}
