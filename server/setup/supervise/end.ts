import { isAlive, type ProcessId } from '../process'
import { waitFor } from '../wait'

/**
 * Ends a process: asks by `politely`, insists by SIGKILL after `graceMs`. Only this very process: a later one with the same pid is left alone.
 * @returns false when it was not running
 */
export async function endProcess(id: ProcessId, graceMs: number, politely: NodeJS.Signals = 'SIGTERM'): Promise<boolean> {
  if (!(await isAlive(id))) return false
  signal(id, politely)
  const gone = async (): Promise<boolean> => !(await isAlive(id))
  if (await waitFor(gone, graceMs, 20)) return true
  signal(id, 'SIGKILL')
  await waitFor(gone, 5_000, 20)
  return true
}

function signal(id: ProcessId, name: NodeJS.Signals): void {
  try {
    process.kill(id.pid, name)
  } catch (error) {
    // It ended in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
