import { createHash } from 'node:crypto'
import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { daemonsFolder } from './daemons'

const folder = join(daemonsFolder, 'instances')
const fileOf = (dataDir: string): string => join(folder, createHash('sha256').update(dataDir).digest('hex').slice(0, 16))

/** Notes that an instance uses this machine's libvirtd, so that another one's purge does not end it. Repeatable. */
export async function registerInstance(dataDir: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(fileOf(dataDir), dataDir)
}

/** @returns data folders of the other instances that are still there */
export async function unregisterInstance(dataDir: string): Promise<string[]> {
  await rm(fileOf(dataDir), { force: true })
  return registeredInstances()
}

/** Data folders of the instances on this machine. */
export async function registeredInstances(): Promise<string[]> {
  const noted = await Promise.all((await readdir(folder).catch(() => [])).map(name => readFile(join(folder, name), 'utf8')))
  const there = await Promise.all(noted.map(other => access(join(other, 'instance.json')).then(() => true, () => false)))
  return noted.filter((_, i) => there[i])
}
