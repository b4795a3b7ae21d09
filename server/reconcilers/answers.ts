import { withFreeVm } from '@/server/store/observation/drift'
import { answeredVms, forgetAnswers } from '@/server/store/vm/answers'
import { wantedVm } from '@/server/store/vm/spec'
import type { Environment } from '@/server/workflows/environment'

const callMs = 10_000

/**
 * Takes the CD with Windows' answers, and the password on it, out of machines whose guest has shut down by itself: then it has read them.
 * One that was ended by force may not have, and keeps it. The row last: until then this is tried again.
 */
export async function removeAnswers({ db, hosts, instanceId, now }: Environment, hostIds: readonly string[]): Promise<void> {
  for (const id of await answeredVms(db, hostIds)) {
    await withFreeVm(db, id, async tx => {
      const { spec, configDrive, hostId } = await wantedVm(tx, id, instanceId)
      if (!hostId || !configDrive) return
      const agent = await hosts.agent(hostId)
      const stepId = `answers:${id}:${now().getTime()}`
      const seen = await agent.vm.get({ id }, { signal: AbortSignal.timeout(callMs) })
      if (seen?.state !== 'down') return
      await agent.vm.ensureDefined({ stepId, spec: { ...spec, configDrive: null, configMedium: 'disk' } }, { signal: AbortSignal.timeout(callMs) })
      await agent.disk.ensureAbsent({ stepId, storagePath: configDrive.storagePath, path: configDrive.path }, { signal: AbortSignal.timeout(callMs) })
      await forgetAnswers(tx, id)
    })
  }
}
