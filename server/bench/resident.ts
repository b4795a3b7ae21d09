import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { programPid, type Program } from '@/e2e/fixtures/processes'
import type { BenchContext } from './context'
import type { Figure } from './figure'

const idleMs = 20_000
/** USER_HZ of Linux on every architecture that matters (proc(5)). */
const ticksPerSecond = 100

/** Resident memory (VmRSS of /proc/PID/status), in MiB. */
export async function residentMiB(pid: number): Promise<number> {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kib) / 1024
}

/** Processor time used so far, in seconds: fields 14 and 15 of /proc/PID/stat. */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Taken last, after everything else has been asked of the programs. */
export async function benchResident({ instance }: BenchContext): Promise<Figure[]> {
  const programs = ['manager', 'agent'] satisfies Program[]
  const pids = await Promise.all(programs.map(program => programPid(instance, program)))
  const before = await Promise.all(pids.map(cpuSeconds))
  await pause(idleMs)
  const after = await Promise.all(pids.map(cpuSeconds))
  const limits = { manager: 450, agent: 90 }
  const memory = await Promise.all(pids.map(residentMiB))
  return programs.flatMap((program, index): Figure[] => [
    { name: `resident: ${program}`, value: memory[index] ?? NaN, unit: 'MiB', limit: { at: 'most', value: limits[program] }, note: 'VmRSS after all other measurements' },
    { name: `idle processor time: ${program}`, value: (((after[index] ?? NaN) - (before[index] ?? NaN)) / (idleMs / 1000)) * 100, unit: '%', note: `of one core, over ${idleMs / 1000} s` },
  ])
}
