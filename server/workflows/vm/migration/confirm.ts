import type { MigrationTask } from '@/server/contract/agent/migration'
import { AppError } from '@/server/domain/error'
import { restMayGo } from '@/server/domain/migration/outcome'
import { recordMoves } from '@/server/store/migration/moves'
import { endMigration } from '@/server/store/migration/record'
import { lockObserved, observeMoved, observeVms, reportTwice } from '@/server/store/observation/vm'
import { markVmUnknown, setVmHost } from '@/server/store/vm/lifecycle'
import type { StepContext } from '../../definition'
import { findMachine } from './settle'
import type { Settled } from './settle'

type State = { sourceId: string; destinationId: string; task: MigrationTask | null }
type Context = StepContext<{ vmId: string }, State>

const observerOf = async ({ db, instanceId, now }: Context, hostId: string) => {
  const host = await db.host.findUniqueOrThrow({ where: { id: hostId }, select: { id: true, name: true, clusterId: true } })
  return { db, instanceId, now, host }
}

async function arrived(context: Context, { destination }: Settled, destinationId: string): Promise<void> {
  const { db, input, now } = context
  if (!destination) {
    // libvirt says that it was handed over; the host that has it can't be asked.
    await db.$transaction(async tx => {
      await setVmHost(tx, input.vmId, destinationId, now())
      await recordMoves(tx, input.vmId, destinationId)
    })
    return markVmUnknown(db, input.vmId, now())
  }
  const observer = await observerOf(context, destinationId)
  await db.$transaction(async tx => {
    await lockObserved(tx, input.vmId)
    await observeMoved(tx, observer, destination)
  })
}

async function stayed(context: Context, { source, outcome }: Settled, sourceId: string, destinationId: string): Promise<void> {
  const { db, input, stepId, agent, now } = context
  const { generation } = await db.vm.findUniqueOrThrow({ where: { id: input.vmId }, select: { generation: true } })
  const call = { stepId, id: input.vmId, generation }
  if (outcome.where === 'source' && outcome.resume) await (await agent(sourceId)).vm.ensureResumed(call)
  if (source) await db.$transaction(async tx => { await observeVms(tx, await observerOf(context, sourceId), [source]) })
  else await markVmUnknown(db, input.vmId, now())
  // What an offline or broken move left behind there: only a definition without a process is removed.
  await agent(destinationId).then(({ migration }) => migration.dropDefinition(call)).catch(() => undefined)
}

const why = (task: MigrationTask | null): string => task?.error ?? 'Its end was not seen.'

/**
 * Decides from what both hosts say where the machine is (never from how the call ended) and writes it down. Answers whether a stopped
 * process that is left at the source may be ended. Errors: when it has not
 * moved, with the reason; HOST_UNREACHABLE when it is not known where it runs: then nothing is done.
 */
export async function confirmMigration(context: Context): Promise<{ discardRest: boolean }> {
  const { db, jobId, now, subject, state, input } = context
  const { sourceId, destinationId, task = null } = state
  if (!sourceId || !destinationId) return { discardRest: false }
  const settled = await findMachine(context, sourceId, destinationId)
  const { outcome } = settled
  const offline = settled.source?.state === 'down' && task?.state === 'succeeded' && settled.source.reason !== 'migrated'
  const end = (result: 'succeeded' | 'failed' | 'cancelled' | 'unknown', error: string | null) => endMigration(db, jobId, { state: result, error, task }, now())
  const cancelled = task?.state === 'cancelled'

  if (outcome.where === 'destination' || (outcome.where === 'nowhere' && offline && settled.destination)) {
    await arrived(context, settled, destinationId)
    const unheard = outcome.where === 'destination' && !outcome.confirmed
    await end(unheard ? 'unknown' : 'succeeded', null)
    if (unheard) {
      throw new AppError('HOST_UNREACHABLE', `${subject.name} was handed over, but the host that has it does not answer.`, {
        subject, hint: 'It is not started anywhere else. As soon as that host answers, its state is known.',
      })
    }
    return { discardRest: restMayGo(settled.source, settled.destination) }
  }
  if (outcome.where === 'source' || outcome.where === 'nowhere') {
    await stayed(context, settled, sourceId, destinationId)
    await end(cancelled ? 'cancelled' : 'failed', why(task))
    if (cancelled) throw new AppError('CANCELLED', 'The migration was cancelled; the machine goes on where it was.', { subject })
    const place = outcome.where === 'nowhere' ? 'it runs nowhere now' : 'it goes on where it was'
    // With a code, because a bare LIBVIRT is a host that may yet answer, and would be tried again.
    const cause = { system: 'migration', code: task?.state ?? 'unknown', message: why(task) }
    throw new AppError('LIBVIRT', `${subject.name} was not moved, ${place}: ${why(task)}`, { subject, cause })
  }
  await end('unknown', why(task))
  if (outcome.where === 'twice') {
    const observer = await observerOf(context, destinationId)
    await db.$transaction(tx => reportTwice(tx, observer.host, input.vmId))
    throw new AppError('WRONG_STATE', `${subject.name} runs on both hosts. Its disks are in danger: stop one of the two now.`, { subject })
  }
  await markVmUnknown(db, input.vmId, now())
  const because = outcome.where === 'unknown' ? `the ${outcome.unheard.join(' and the ')} does not answer` : 'it has not ended'
  throw new AppError('HOST_UNREACHABLE', `It is not known where ${subject.name} runs: ${because}.`, {
    subject, hint: 'Nothing is done until both hosts answer. Its state then shows by itself.',
  })
}

/** The same for a job that has failed in between: what it would refuse with is said already. Once settled, nothing is asked again. */
export async function settleLocation(context: Context): Promise<void> {
  const row = await context.db.migration.findUnique({ where: { id: context.jobId }, select: { endedAt: true, stepId: true } })
  if (!row?.stepId || row.endedAt) return
  await confirmMigration(context).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
  })
}
