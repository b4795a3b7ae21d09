import type { LiveResult } from '@/server/contract/hardware/change'
import { AppError } from '@/server/domain/error'
import { changedThing } from '@/server/domain/vm/live/sentence'
import type { VmSpec } from '@/server/contract/agent/vm'
import type { WantedVm } from '@/server/store/vm/spec'
import type { StepContext } from '../definition'
import type { OnVm } from './input'
import { reach } from './machine'
import { prepareHost } from './prepare'

type Context = Pick<StepContext<OnVm, Record<string, unknown>>, 'db' | 'input' | 'stepId' | 'agent' | 'subject'>

/** Longer than the guest may take to let go of something. */
export const liveMs = 330_000

/**
 * Makes the running machine as `spec`, as far as that goes without a restart; one that does not run is defined alone. For steps of any workflow: it is
 * right to do twice. `spec` may be another than the rows say: a disk that is about to be detached is left out of it, and its row goes only when its
 * result says `done`: until then the guest writes to it. `only` = fields to be made, null = all that differ. Errors: WRONG_STATE when it is on no host; what is refused is in the results.
 */
export async function changeRunning(context: Context, wanted: Pick<WantedVm, 'networks'> & { spec: VmSpec }, { only = null, force = false, guestMs }: { only?: readonly string[] | null; force?: boolean; guestMs?: number } = {}): Promise<LiveResult[]> {
  const { agent, call } = await reach(context)
  await prepareHost(agent, wanted, `${call.stepId}:prepare`)
  const { changes } = await agent.vm.applyLive({ stepId: call.stepId, spec: wanted.spec, only: only && [...only], force, ...(guestMs === undefined ? {} : { guestMs }) })
  return changes
}

/** Errors: WRONG_STATE when something was refused, TIMEOUT when a guest has not answered; the others were done. */
export function refuseUndone(results: readonly LiveResult[], subject: Context['subject'], hint = 'Nothing is lost: the change stays pending. Try it again, or restart the machine.'): void {
  const undone = results.filter(({ outcome }) => outcome === 'refused' || outcome === 'waiting')
  const [first] = undone
  if (!first) return
  const more = undone.length > 1 ? ` So it is with ${undone.length - 1} more.` : ''
  throw new AppError(undone.every(({ outcome }) => outcome === 'waiting') ? 'TIMEOUT' : 'WRONG_STATE', `${changedThing(first)} of ${subject.name}: ${first.reason?.text ?? ''}${more}`, {
    subject,
    field: first.field,
    hint,
    reason: { code: first.reason?.code ?? first.outcome, params: first.reason?.params ?? {} },
  })
}
