import type { VmSpec } from '@/server/contract/agent/vm'
import type { OnceWish } from '@/server/contract/once-wish'
import { installationWish, onceSpec } from '@/server/domain/vm/once'
import type { Tx } from '@/server/store/db'
import { mediaOf, wantedVm } from '@/server/store/vm/spec'
import type { WantedVm } from '@/server/store/vm/spec'

/** The wanted machine, and how it shall be for the run that begins; `once` null = as it is kept. */
export interface WantedRun extends WantedVm {
  once: VmSpec | null
  /** The run is the one that begins its installation. */
  installs: boolean
  /** The installer's restart ends it. */
  restarts: boolean
}

/** What the next start shall start. The host must also see what the run alone needs. Errors: NOT_FOUND. */
export async function wantedRun(tx: Tx, vmId: string, instanceId: string, asked: OnceWish | null): Promise<WantedRun> {
  const wanted = await wantedVm(tx, vmId, instanceId)
  // Memory that was saved goes on with what it was saved with.
  const installation = asked === null && wanted.observedState !== 'saved' && wanted.installation?.pending ? wanted.installation : null
  const wish = asked ?? (installation && installationWish(installation, vmId))
  if (!wish) return { ...wanted, once: null, installs: false, restarts: false }
  const once = onceSpec(wanted.spec, wish)
  return { ...wanted, once, installs: installation !== null, restarts: wish.endOnReboot, media: [...wanted.media, ...(await mediaOf(tx, wanted.clusterId, once))] }
}
