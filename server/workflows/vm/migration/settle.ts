import type { VmObservation } from '@/server/contract/agent/vm'
import { migrationOutcome, sideOf } from '@/server/domain/migration/outcome'
import type { Outcome } from '@/server/domain/migration/outcome'
import type { StepContext } from '../../definition'
import { pause } from '../../pause'

/** How long both hosts are asked again while one does not answer, or memory still travels. */
const patienceMs = 90_000
const againMs = 1_000
const callMs = 5_000

type Context = Pick<StepContext<{ vmId: string }, Record<string, unknown>>, 'agent' | 'input' | 'now'>

async function ask({ agent, input }: Context, hostId: string): Promise<VmObservation | null | undefined> {
  try {
    return await (await agent(hostId)).vm.get({ id: input.vmId }, { signal: AbortSignal.timeout(callMs) })
  } catch {
    return undefined
  }
}

export interface Settled {
  outcome: Outcome
  source: VmObservation | null | undefined
  destination: VmObservation | null | undefined
}

const final = ({ where }: Outcome): boolean => where !== 'moving' && where !== 'unknown'

/** Where the machine is, from what both hosts say now; asked again until that is clear or patience ends. */
export async function findMachine(context: Context, sourceId: string, destinationId: string): Promise<Settled> {
  const deadline = context.now().getTime() + patienceMs
  for (;;) {
    const [source, destination] = await Promise.all([ask(context, sourceId), ask(context, destinationId)])
    const outcome = migrationOutcome(source, destination)
    // A machine that has just been handed over may be on its way up for a moment.
    const sure = final(outcome) && !(outcome.where === 'destination' && !outcome.confirmed)
    if (sure) return { outcome, source, destination }
    // A guest that runs at the source has given nothing away, whatever half-arrived memory the destination still holds.
    const late = context.now().getTime() > deadline
    if (late) return { outcome: outcome.where === 'moving' && sideOf(source) === 'active' ? { where: 'source', resume: false } : outcome, source, destination }
    await pause(againMs)
  }
}
