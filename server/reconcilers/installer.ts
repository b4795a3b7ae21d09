import { randomUUID } from 'node:crypto'
import { withFreeVm } from '@/server/store/observation/drift'
import { installerDone, installerEnded } from '@/server/store/vm/installation'
import { queueVmJob } from '@/server/workflows/queue'
import { vmStart } from '@/server/workflows/vm/start'
import type { Environment } from '@/server/workflows/environment'

/**
 * What an installer restarts goes on from its disk: the run with the installer's kernel had to end for that. Told and queued in one
 * transaction, so that it is started once, whatever dies meanwhile. What went off otherwise stays off.
 */
export async function startInstalled({ db, now }: Pick<Environment, 'db' | 'now'>, hostIds: readonly string[]): Promise<void> {
  for (const { id } of await installerEnded(db, hostIds)) {
    await withFreeVm(db, id, async tx => {
      if ((await installerDone(tx, id)) !== 'restart') return
      const { name } = await tx.vm.findUniqueOrThrow({ where: { id }, select: { name: true } })
      await queueVmJob(tx, vmStart, { id: randomUUID(), input: { vmId: id, paused: false, stateless: false, once: null }, vm: { id, name }, user: null }, now())
    })
  }
}
