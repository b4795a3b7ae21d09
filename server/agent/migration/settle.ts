import type { MigrationTask } from '@/server/contract/agent/migration'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import type { Supervisor } from '@/server/libvirt/facade/supervisor'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'

export type Ending = Pick<MigrationTask, 'state' | 'error'>

const lookMs = 500

const pause = (ms: number): Promise<void> => new Promise(resolve => { setTimeout(resolve, ms) })

/** Is a job of libvirt at work on the machine? null = libvirt does not know the machine. */
async function working(libvirt: Libvirt, uuid: string): Promise<boolean | null> {
  try {
    const { type } = await libvirt.domain.jobStats({ uuid })
    return type === 'bounded' || type === 'unbounded'
  } catch (error) {
    if (isLibvirtError(error, 'NO_DOMAIN')) return null
    // A machine that is down has no job.
    if (isLibvirtError(error, 'OPERATION_INVALID')) return false
    throw error
  }
}

async function ending(libvirt: Libvirt, uuid: string): Promise<Ending> {
  const { state, reason } = await libvirt.domain.state({ uuid })
  // virDomainShutoffReason: 4 = migrated.
  if (state === 'shutoff') return reason === 4 ? { state: 'succeeded', error: null } : { state: 'unknown', error: 'The machine has stopped.' }
  // virDomainPausedReason: 2 = migration, 12 = postcopy, 13 = postcopy failed.
  if (state === 'paused' && [2, 12, 13].includes(reason)) {
    return { state: 'unknown', error: 'libvirtd was interrupted when the machine was just being handed over.' }
  }
  return { state: 'failed', error: 'libvirt has broken the migration off; the machine goes on at the source.' }
}

/**
 * How a migration ended whose call was lost, because libvirtd or the agent was restarted in the middle. While libvirt still works on
 * it, it waits. Never guesses: what can't be read is `unknown`.
 */
export async function settle(supervisor: Supervisor, uuid: string, stopping: AbortSignal): Promise<Ending> {
  for (;;) {
    try {
      const libvirt = await supervisor.ready({ timeoutMs: 24 * 3_600_000, signal: stopping })
      const busy = await working(libvirt, uuid)
      if (busy === null) return { state: 'unknown', error: 'The host does not know the machine any more.' }
      if (!busy) return await ending(libvirt, uuid)
    } catch (error) {
      if (stopping.aborted) throw error
    }
    await pause(lookMs)
  }
}
