import type { ActionState, Reason } from '@/server/contract/api/common'
import type { DiskActionName } from '@/server/contract/api/disk'
import { vmAction, type VmFacts } from '../vm/lifecycle'

export interface DiskFacts {
  /** Job that holds the disk now. */
  job: { id: string; kind: string } | null
  shareable: boolean
  format: string
  /** A whole device of the host instead of an image. */
  lun?: boolean
  /** Place among the disks of its machine: 0 = the one it boots from. */
  position: number
  /** Its machine; null = floating. */
  vm: VmFacts | null
  /** It holds only what differs from its template. */
  thin?: boolean
}

/** Verb of each action; `attach` is also a change of the machine, which its own verb guards. */
export const diskVerbs: Record<DiskActionName, string> = { attach: 'disk.attach', detach: 'disk.detach', resize: 'disk.resize', shrink: 'disk.resize', check: 'disk.check', repair: 'disk.check', copy: 'disk.copy', move: 'disk.move', download: 'disk.download', delete: 'disk.delete' }

const runs: readonly VmFacts['status'][] = ['up', 'paused', 'paused_io']

/** Nobody writes to its disks. */
const idle: readonly VmFacts['status'][] = ['down', 'crashed', 'suspended']

const refused = (code: string, text: string, params: Reason['params'] = {}): ActionState => ({ allowed: false, reason: { code, params, text } })
const allowed: ActionState = { allowed: true, reason: null }

/** Its disks move while it runs. */
export const movesLive = (vm: Pick<VmFacts, 'status'> | null): boolean => vm?.status === 'up' || vm?.status === 'paused'

/** Works on the image itself, which nobody may use meanwhile. */
const needsIdle: readonly DiskActionName[] = ['shrink', 'check', 'repair', 'copy', 'move']
/** Only an image with tables has something to look through. */
const needsTables: readonly DiskActionName[] = ['check', 'repair']

/** May this be done to the disk now? The same for the greyed button and for the command (NEW-1). */
export function diskAction(action: DiskActionName, { job, shareable, format, lun = false, position, vm, thin = false }: DiskFacts): ActionState {
  if (job) return refused('disk_busy', `The job ${job.kind} is working on this disk.`, { job: job.kind, jobId: job.id })
  if (action === 'attach') return vm && !shareable ? refused('disk_attached', 'It belongs to a machine, and it is not shareable.') : allowed
  if (lun && (needsIdle.includes(action) || action === 'resize' || action === 'download')) return refused('disk_whole_device', 'It is a whole device of the host: there is no image to work on.')
  if (needsTables.includes(action) && format === 'raw') return refused('disk_raw_check', 'A raw image has no tables that could be damaged.')
  if (action === 'download') return thin ? refused('disk_thin', 'It holds only what differs from its template.') : vm && !idle.includes(vm.status) ? refused('disk_runs', 'Its machine does not stand still: shut it down first.') : allowed
  if (!vm) return action === 'detach' ? refused('disk_floating', 'It belongs to no machine.') : allowed
  const machine = vmAction('disks', vm)
  if (!machine.allowed) return machine
  // QEMU itself copies the disk of a machine that runs.
  if (action === 'move' && movesLive(vm)) return shareable ? refused('disk_share_live', 'A shareable disk moves while its machines are off.') : allowed
  if (needsIdle.includes(action)) return vm.status === 'down' || vm.status === 'crashed' ? allowed : refused('disk_in_use', `Its machine is ${vm.status}, so the image is in use. Shut the machine down first.`, { status: vm.status })
  // A guest lets go even of the disk that it lives on.
  if (action !== 'resize' && position === 0 && runs.includes(vm.status)) return refused('disk_boots', 'Its machine runs from this disk: shut it down first.')
  return action === 'delete' && vm.deleteProtected ? refused('protected', 'Its machine is protected from deletion.') : allowed
}
