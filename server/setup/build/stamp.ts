import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { projectRoot } from '../root'

/** Runs `make` unless the stamp says that it was done for these very inputs. The stamp lies in the output, so deleting that forces a build. */
export async function unlessStamped(stampFile: string, inputs: string, make: () => Promise<unknown>): Promise<boolean> {
  const file = join(projectRoot, stampFile)
  if ((await readFile(file, 'utf8').catch(() => '')) === inputs) return false
  // Not finished until it says so.
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, '')
  await make()
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, inputs)
  return true
}
