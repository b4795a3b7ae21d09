import { drive, initialState } from '@/server/domain/migration/controller'
import type { ControllerAction } from '@/server/domain/migration/controller'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { progressOf, readStats } from './stats'
import type { Limits } from './stats'
import type { StoredTask } from './store'

const pollMs = 250
const firstPollMs = 80

export interface Follow {
  stored: StoredTask
  limits: Limits
  /** The connection of now; undefined while libvirtd is away. */
  libvirt: () => Libvirt | undefined
  tell: () => void
  onError: (error: unknown) => void
  /** The reason of the controller, when it was the one who ended it. */
  aborted: (reason: string) => void
}

async function act({ stored: { task }, limits, aborted }: Follow, libvirt: Libvirt, action: ControllerAction): Promise<void> {
  const domain = { uuid: task.vmId }
  switch (action.kind) {
    case 'downtime':
      // A person has allowed more meanwhile.
      if (limits.maxDowntimeMs !== null && action.ms <= limits.maxDowntimeMs) return
      await libvirt.domain.migrateSetMaxDowntime(domain, { milliseconds: action.ms })
      limits.maxDowntimeMs = action.ms
      return
    case 'post-copy':
      await libvirt.domain.migrateStartPostCopy(domain)
      limits.postCopy = true
      return
    case 'suspend':
      // Paused it changes nothing more; it goes on at the destination by itself.
      await libvirt.domain.suspend(domain)
      return
    case 'abort':
      aborted(action.reason)
      await libvirt.domain.abortJob(domain)
  }
}

/**
 * Looks at QEMU's figures while the migration runs and drives it by its policy. libvirt has no event for figures, so this polls, but
 * only then; `poke` looks at once, when libvirt tells of an iteration. Returns how to poke and how to end it.
 */
export function follow(on: Follow): { poke: () => void; stop: () => void } {
  const { stored, limits } = on
  let state = initialState
  let stopped = false
  let looking = false
  let timer: NodeJS.Timeout | undefined

  const look = async (): Promise<void> => {
    const libvirt = on.libvirt()
    if (!libvirt) return
    const { params } = await libvirt.domain.jobStats({ uuid: stored.task.vmId })
    const stats = readStats(params, limits, Date.now())
    if (!stats || stopped) return
    stored.task = { ...stored.task, stats, progress: progressOf(stats) }
    on.tell()
    const next = drive(stored.plan.policy, stored.memoryMiB, state, stats)
    state = next.state
    for (const action of next.actions) await act(on, libvirt, action)
  }
  const turn = async (): Promise<void> => {
    if (looking || stopped) return
    looking = true
    clearTimeout(timer)
    // A job that has just ended has no figures; what its end was is told by the call itself.
    await look().catch(on.onError)
    looking = false
    if (!stopped) timer = setTimeout(() => void turn(), pollMs)
  }
  timer = setTimeout(() => void turn(), firstPollMs)
  return {
    poke: () => void turn(),
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
