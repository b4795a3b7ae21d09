import { autostartDrift } from '@/server/store/observation/autostart'
import { withFreeVm } from '@/server/store/observation/drift'
import type { Environment } from '@/server/workflows/environment'

const callMs = 10_000

/** Makes libvirt start with its host what shall start with it, and nothing else of ours. */
export async function applyAutostart({ db, hosts, now }: Environment, hostIds: readonly string[]): Promise<void> {
  for (const { id, hostId, autostart, generation } of await autostartDrift(db, hostIds)) {
    if (!hostId) continue
    await withFreeVm(db, id, async () => {
      const { vm } = await hosts.agent(hostId)
      await vm.setAutostart({ stepId: `autostart:${id}:${now().getTime()}`, id, generation, enabled: autostart }, { signal: AbortSignal.timeout(callMs) })
    })
  }
}
