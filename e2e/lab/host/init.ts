import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive, processId, type ProcessId } from '@/server/setup/process'
import type { LabHost } from '../lab'

const file = (host: LabHost): string => join(host.dir, 'init.json')

/** PID 1 of the host, in this machine's numbers; undefined when the host is off. */
export async function hostInit(host: LabHost): Promise<number | undefined> {
  const text = await readFile(file(host), 'utf8').catch(() => undefined)
  if (!text) return undefined
  const saved = JSON.parse(text) as ProcessId
  return (await isAlive(saved)) ? saved.pid : undefined
}

export async function rememberInit(host: LabHost, pid: number): Promise<void> {
  const id = await processId(pid)
  if (!id) throw new Error(`process ${pid} ended at once`)
  await writeFile(file(host), JSON.stringify(id))
}

export const forgetInit = (host: LabHost): Promise<void> => rm(file(host), { force: true })
