import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { guestSourcesHash } from './sources'

const outputs = ['tiny.qcow2', 'vmlinuz', 'initrd.gz'] as const

interface Manifest {
  /** Hash of the sources it was built from. */
  sources: string
  /** sha256 of each file, in hex. */
  files: Record<string, string>
}

async function describe(folder: string): Promise<Manifest> {
  const files: Record<string, string> = {}
  for (const name of outputs) files[name] = createHash('sha256').update(await readFile(join(folder, name))).digest('hex')
  return { sources: await guestSourcesHash(), files }
}

/** Notes what was built, last of all: a folder without it is not finished. */
export async function writeManifest(folder: string): Promise<void> {
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(await describe(folder), null, 2))
}

/** True when all files are there, whole, and of today's sources. */
export async function isIntact(folder: string): Promise<boolean> {
  try {
    const noted = await readFile(join(folder, 'manifest.json'), 'utf8')
    return noted === JSON.stringify(await describe(folder), null, 2)
  } catch {
    return false
  }
}
