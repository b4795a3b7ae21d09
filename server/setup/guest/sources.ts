import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../root'

const folder = join(projectRoot, 'server', 'setup', 'guest')

/** Files that go into the guest. */
export const guestSources = { root: join(folder, 'root'), bootMenu: join(folder, 'syslinux.cfg') }

/** sha256 in hex over everything in this folder (tests apart) that decides what the guest is. */
export async function guestSourcesHash(): Promise<string> {
  const hash = createHash('sha256')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile() && !entry.name.includes('.test.')).map(entry => join(entry.parentPath, entry.name)).sort()
  for (const file of files) hash.update(file.slice(folder.length)).update('\0').update(await readFile(file)).update('\0')
  return hash.digest('hex')
}
