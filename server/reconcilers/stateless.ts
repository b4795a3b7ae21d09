import { randomUUID } from 'node:crypto'
import { isOff } from '@/server/domain/vm/observed'
import { withFreeVm } from '@/server/store/observation/drift'
import { spentVms } from '@/server/store/vm/stateless'
import { vmDropChanges } from '@/server/workflows/vm/drop-changes'
import { queueVmJob } from '@/server/workflows/queue'
import type { Environment } from '@/server/workflows/environment'

/** However it came to its end: a stateless machine that is off loses what it has written. */
export async function dropSpent({ db, now }: Pick<Environment, 'db' | 'now'>, hostIds: readonly string[]): Promise<void> {
  for (const id of await spentVms(db, hostIds, now())) {
    await withFreeVm(db, id, async tx => {
      const vm = await tx.vm.findUniqueOrThrow({ where: { id }, select: { name: true, statelessRun: true, observedState: true } })
      if (!vm.statelessRun || !isOff(vm.observedState)) return
      await queueVmJob(tx, vmDropChanges, { id: randomUUID(), input: { vmId: id }, vm: { id, name: vm.name }, user: null }, now())
    })
  }
}
