import type { ActionState, Reason } from '@/server/contract/api/common'
import type { DiskActionName } from '@/server/contract/api/disk'
import { vmAction, type VmFacts } from '../vm/lifecycle'

export interface DiskFacts {
  /** Job that holds the disk now. */
  job: { id: string; kind: string } | null
  shareable: boolean
  /** Place among the disks of its machine: 0 = the one it boots from. */
  position: number
  /** Its machine; null = floating. */
  vm: VmFacts | null
}

/** Verb of each action; `attach` is also a change of the machine, which its own verb guards. */
export const diskVerbs: Record<DiskActionName, string> = { attach: 'disk.attach', detach: 'disk.detach', resize: 'disk.resize', delete: 'disk.delete' }

const runs: readonly VmFacts['status'][] = ['up', 'paused', 'paused_io']

const refused = (code: string, text: string, params: Reason['params'] = {}): ActionState => ({ allowed: false, reason: { code, params, text } })
const allowed: ActionState = { allowed: true, reason: null }

/** May this be done to the disk now? The same for the greyed button and for the command (NEW-1). */
export function diskAction(action: DiskActionName, { job, shareable, position, vm }: DiskFacts): ActionState {
  if (job) return refused('disk_busy', `The job ${job.kind} is working on this disk.`, { job: job.kind, jobId: job.id })
  if (action === 'attach') return vm && !shareable ? refused('disk_attached', 'It belongs to a machine, and it is not shareable.') : allowed
  if (!vm) return action === 'detach' ? refused('disk_floating', 'It belongs to no machine.') : allowed
  const machine = vmAction('disks', vm)
  if (!machine.allowed) return machine
  // A guest lets go even of the disk that it lives on.
  if (action !== 'resize' && position === 0 && runs.includes(vm.status)) return refused('disk_boots', 'Its machine runs from this disk: shut it down first.')
  return action === 'delete' && vm.deleteProtected ? refused('protected', 'Its machine is protected from deletion.') : allowed
}
