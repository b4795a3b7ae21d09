import type { Reason } from '@/server/contract/api/common'
import type { VmActionName } from '@/server/contract/api/vm'
import { AppError } from '@/server/domain/error'
import type { ErrorCode } from '@/server/domain/error'
import { vmAction } from '@/server/domain/vm/lifecycle'
import type { LockedVm } from '@/server/store/vm/facts'

const codes: Record<string, ErrorCode> = { busy: 'LOCKED', host_status: 'HOST_UNREACHABLE', libvirt_down: 'HOST_UNREACHABLE' }

const verbs: Record<VmActionName, string> = {
  start: 'started', runOnce: 'run once in another way', shutdown: 'shut down', poweroff: 'forced off', reboot: 'rebooted', reset: 'reset', suspend: 'paused', resume: 'resumed',
  save: 'suspended', discardSaved: 'made to forget its saved state',
  console: 'opened', edit: 'edited', delete: 'deleted', adopt: 'adopted', migrate: 'migrated', clone: 'cloned', disks: 'given or taken disks',
}

const refusal = (action: VmActionName, { id, name, facts }: LockedVm, { code, params, text }: Reason): AppError =>
  new AppError(codes[code] ?? 'WRONG_STATE', `${name} can't be ${verbs[action]} now (${facts.status}). ${text}`, {
    subject: { type: 'vm', id, name },
    // The state is always told, so that a script that came second knows how things are.
    reason: { code, params: { ...params, status: facts.status } },
    ...(facts.job ? { hint: 'Wait for the job, or cancel it.' } : {}),
  })

/** The same table as the greyed button. Errors: WRONG_STATE, LOCKED, HOST_UNREACHABLE. */
export function mustAllow(action: VmActionName, vm: LockedVm): void {
  const { allowed, reason } = vmAction(action, vm.facts)
  if (!allowed && reason) throw refusal(action, vm, reason)
}
