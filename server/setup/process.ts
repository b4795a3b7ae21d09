import { readFile } from 'node:fs/promises'

/** A process, told from a later one that got the same pid by its start time (field 22 of /proc/PID/stat, proc(5)). */
export interface ProcessId {
  pid: number
  startTime: string
}

/** What /proc says about a pid, or undefined when there is none or it is a zombie. */
export async function processId(pid: number): Promise<ProcessId | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (!stat) return undefined
  // The second field is the program's name in brackets and may itself hold blanks and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, startTime] = [fields[0], fields[19]]
  return state === 'Z' || state === 'X' || !startTime ? undefined : { pid, startTime }
}

/** True while this very process lives. */
export async function isAlive(id: ProcessId): Promise<boolean> {
  return (await processId(id.pid))?.startTime === id.startTime
}

/** The command line of a process as an argument array; empty when it is gone. */
export async function commandLine(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return text.split('\0').filter(part => part !== '')
}
