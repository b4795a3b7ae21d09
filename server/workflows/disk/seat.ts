import type { VmSpec } from '@/server/contract/agent/vm'
import { seatDisk } from '@/server/store/disk/write'
import type { Seat } from '@/server/store/disk/write'
import { wantedVm } from '@/server/store/vm/spec'
import type { Context } from './image'

/** The machine's definition is as its rows say, but for what `edit` changes. Nothing to do where no host has it. */
async function redefine({ db, input, instanceId, stepId, agent }: Context, edit: (spec: VmSpec) => VmSpec = spec => spec): Promise<void> {
  if (!input.vmId) return
  const { spec, hostId } = await wantedVm(db, input.vmId, instanceId)
  if (hostId) await (await agent(hostId)).vm.ensureDefined({ stepId, spec: edit(spec) })
}

/** The disk is the machine's, in the rows and in its definition. */
export async function giveDisk(context: Context, seat: Seat): Promise<void> {
  await seatDisk(context.db, context.input.diskId, context.input.vmId, seat)
  await redefine(context)
}

/** Bus and options are kept for its next machine. */
const nowhere: Partial<Seat> = { target: '', position: 0 }

/** The machine has it no more: its definition first, so that no row says of a disk that it is free while it is not. */
export async function takeDisk(context: Context, floating: Partial<Seat> = nowhere): Promise<void> {
  await redefine(context, spec => ({ ...spec, disks: spec.disks.filter(({ id }) => id !== context.input.diskId) }))
  await seatDisk(context.db, context.input.diskId, null, floating)
}
