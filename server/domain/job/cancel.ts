import type { JobState } from '@/server/contract/api/activity'
import type { ActionState } from '@/server/contract/api/common'

/** Jobs that only go forward: half done they would be worse than done. */
const uncancellable: readonly string[] = ['vm.delete', 'vm.poweroff', 'vm.reset', 'vm.suspend', 'vm.resume', 'vm.adopt', 'vm.drop_changes', 'disk.resize', 'disk.shrink', 'disk.repair', 'disk.delete', 'storage-domain.detach']

const no = (code: string, text: string, params: Record<string, string> = {}): ActionState => ({ allowed: false, reason: { code, text, params } })

/** May this job be asked to stop and undo itself? For the button and for the command. */
export function jobCancel({ kind, state, cancelAsked }: { kind: string; state: JobState; cancelAsked: boolean }): ActionState {
  if (state === 'cancelling' || (cancelAsked && (state === 'queued' || state === 'running'))) return no('cancelling', 'The job is already being cancelled.')
  if (state !== 'queued' && state !== 'running') return no('job_ended', `The job has already ended: ${state}.`, { state })
  if (uncancellable.includes(kind)) return no('job_uncancellable', 'This job can not be stopped half way.', { kind })
  return { allowed: true, reason: null }
}
