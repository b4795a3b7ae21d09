import type { Reason } from '@/server/contract/api/common'
import { statelessRefusal } from '@/server/domain/vm/stateless'
import type { Tx } from '@/server/store/db'
import { wishOfStart } from '@/server/store/vm/stateless'
import type { Workflow } from '../../definition'
import type { OnVm } from '../input'
import { vmDelete } from '../delete'
import { vmMigrate } from '../migrate'
import { vmPoweroff } from '../poweroff'
import { vmReboot } from '../reboot'
import { vmResume } from '../resume'
import { vmSave } from '../save'
import { vmShutdown } from '../shutdown'
import { vmStart } from '../start'
import { vmSuspend } from '../suspend'
import { queueVmJob } from '../../queue'
import type { BulkInput } from './input'

interface One {
  id: string
  vm: { id: string; name: string }
  user: { id: string; username: string } | null
}

/** Queues the machine's own job, as the action on this one alone would. Answers why not, where its own facts are against it. */
export async function queueOf(tx: Tx, { action, options }: BulkInput, { id, vm, user }: One, now: Date): Promise<Reason | null> {
  const queue = <Input extends OnVm, State>(workflow: Workflow<Input, State>, input: Input) => queueVmJob(tx, workflow, { id, input, vm: { id: vm.id, name: vm.name }, user }, now)
  const plain = { vmId: vm.id }
  if (action === 'start') {
    const wish = await wishOfStart(tx, vm.id)
    const stateless = wish?.stateless ?? false
    const refusal = wish && stateless ? statelessRefusal(wish) : null
    if (refusal) return refusal
    await queue(vmStart, vmStart.input.parse({ ...plain, stateless }))
  } else if (action === 'shutdown') await queue(vmShutdown, { ...plain, timeoutSeconds: options.timeoutSeconds })
  else if (action === 'migrate') await queue(vmMigrate, vmMigrate.input.parse({ ...plain, hostId: options.hostId, policy: options.policy }))
  else if (action === 'delete') {
    const own = await tx.disk.findMany({ where: { vmId: vm.id, id: { in: options.keep } }, select: { id: true } })
    await queue(vmDelete, { ...plain, keep: own.map(disk => disk.id) })
  } else if (action !== 'tags') await queue(simple[action], plain)
  return null
}

const simple: Record<'poweroff' | 'reboot' | 'suspend' | 'resume' | 'save', Workflow<OnVm>> = { poweroff: vmPoweroff, reboot: vmReboot, suspend: vmSuspend, resume: vmResume, save: vmSave }
