import type { VmObservation } from '@/server/contract/agent/vm'
import { AppError } from '@/server/domain/error'
import { restMayGo, sideOf } from '@/server/domain/migration/outcome'
import { isActive } from '@/server/domain/vm/observed'
import { verdictOf } from '@/server/store/observation/decide'
import { withFreeVm } from '@/server/store/observation/drift'
import type { WatchedHost } from '@/server/store/observation/host'
import { lockObserved, observeMoved, reportTwice } from '@/server/store/observation/vm'
import type { Environment } from '@/server/workflows/environment'

const callMs = 10_000

/** What a host says of a machine now; undefined when it can't be asked. */
async function ask({ hosts }: Environment, hostId: string, id: string): Promise<VmObservation | null | undefined> {
  try {
    return await (await hosts.agent(hostId)).vm.get({ id }, { signal: AbortSignal.timeout(callMs) })
  } catch {
    return undefined
  }
}

/**
 * A process that a migration has stopped runs nothing. Here it is what a machine that went from here left behind, when its host was
 * away as the migration ended; any other is just arriving.
 */
async function dropRest({ db, hosts, now, logger }: Environment, hostId: string, id: string, mayGo: boolean): Promise<void> {
  if (!mayGo) return
  await withFreeVm(db, id, async tx => {
    const { generation, hostId: current } = await tx.vm.findUniqueOrThrow({ where: { id }, select: { generation: true, hostId: true } })
    const last = await tx.migration.findFirst({ where: { vmId: id }, orderBy: { startedAt: 'desc' }, select: { sourceId: true, destinationId: true, endedAt: true } })
    if (!last?.endedAt || last.sourceId !== hostId || last.destinationId !== current) return
    const call = { stepId: `rest:${id}:${now().getTime()}`, id, generation, discardRest: true }
    try {
      await (await hosts.agent(hostId)).migration.dropDefinition(call, { signal: AbortSignal.timeout(callMs) })
      logger.info({ hostId, vm: id }, 'Ended what a migrated machine had left.')
    } catch (error) {
      // Somebody moves it back at this moment: the host tells again when it runs there.
      if (!(error instanceof AppError) || error.code !== 'WRONG_STATE') throw error
    }
  })
}

/**
 * Machines were reported to run on this host while their rows name another. Events come late: what counts is what both hosts
 * answer now. `reported` keeps those whose double run was told already.
 */
export async function settleWhereabouts(environment: Environment, host: WatchedHost, vmIds: readonly string[], reported: Set<string>): Promise<void> {
  const { db, instanceId, now } = environment
  for (const id of vmIds) {
    const row = await db.vm.findUnique({ where: { id }, select: { hostId: true, job: { select: { kind: true } } } })
    // Its job settles where it ends.
    if (row?.job?.kind === 'vm.migrate') continue
    const here = await ask(environment, host.id, id)
    if (!here || !isActive(here.state) || !row?.hostId || row.hostId === host.id) continue
    const elsewhere = await ask(environment, row.hostId, id)
    if (sideOf(here) === 'rest' && elsewhere && isActive(elsewhere.state)) {
      await dropRest(environment, host.id, id, restMayGo(here, elsewhere))
      continue
    }
    // What a move by hand has stopped there runs nothing any more: it is here.
    const there = elsewhere === undefined ? null : elsewhere && sideOf(elsewhere) === 'active' ? 'active' : 'inactive'
    await db.$transaction(async tx => {
      const current = await lockObserved(tx, id)
      // Something has happened meanwhile. That its old host has let it go is no news of where it is; all else is told by events of its own.
      if (!current || (current.hostId !== row.hostId && current.hostId !== null)) return
      const verdict = verdictOf({ hostId: current.hostId, observedState: current.observedState, jobKind: current.job?.kind ?? null }, current.hostId === null ? 'inactive' : there)
      if (verdict === 'move') await observeMoved(tx, { db, instanceId, host, now }, here)
      if (verdict === 'twice' && !reported.has(id)) {
        reported.add(id)
        await reportTwice(tx, host, id)
      }
    })
  }
}
