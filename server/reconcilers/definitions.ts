import { isOff } from '@/server/domain/vm/observed'
import { driftedVms, withFreeVm } from '@/server/store/observation/drift'
import { wantedVm } from '@/server/store/vm/spec'
import type { Environment } from '@/server/workflows/environment'

/** A single call must not hold the machine's row for long. */
const callMs = 10_000

/** Gives machines that are down the definition that is wanted now. */
export async function applyIntent({ db, hosts, instanceId, now }: Environment, hostIds: readonly string[]): Promise<void> {
  for (const { id, hostId } of await driftedVms(db, hostIds)) {
    if (!hostId) continue
    await withFreeVm(db, id, async tx => {
      const { spec, hostId: current } = await wantedVm(tx, id, instanceId)
      if (current !== hostId) return
      await (await hosts.agent(hostId)).vm.ensureDefined(
        { stepId: `apply:${id}:${spec.generation}:${now().getTime()}`, spec }, { signal: AbortSignal.timeout(callMs) },
      )
    })
  }
}

/** Removes a definition of ours that a machine left behind when it moved: only a down one without saved memory, and only when it is surely elsewhere. */
export async function removeStale({ db, hosts, instanceId, now, logger }: Environment, hostId: string, vmIds: readonly string[]): Promise<void> {
  for (const id of vmIds) {
    await withFreeVm(db, id, async tx => {
      const { spec, hostId: current } = await wantedVm(tx, id, instanceId)
      if (current === null || current === hostId) return
      const agent = await hosts.agent(hostId)
      const seen = await agent.vm.get({ id }, { signal: AbortSignal.timeout(callMs) })
      if (!seen || seen.instanceId !== instanceId || !isOff(seen.state)) return
      await agent.vm.ensureAbsent({ stepId: `stale:${id}:${now().getTime()}`, id, generation: spec.generation }, { signal: AbortSignal.timeout(callMs) })
      logger.info({ hostId, vm: spec.name }, 'Removed an old definition.')
    })
  }
}
