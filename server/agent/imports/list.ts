import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportFile } from '@/server/contract/agent/import'
import { kindOf } from '@/server/domain/import/kind'
import { endsOf, withFile } from './file'
import { importFolder } from './place'

const maxDepth = 4
const maxEntries = 5_000
const maxFiles = 500

/** Names that can be shown, and sent back to be opened: valid Unicode without control characters. */
const isPlain = (name: string): boolean => !/[\u0000-\u001f\u007f\ufffd\\]/.test(name) && !name.startsWith('.')

/** What one file is; null = nothing to import. */
export const lookAt = async (place: string, path: string): Promise<ImportFile | null> => {
  const found = await withFile(place, async (_, sizeBytes, modifiedAt) => ({ sizeBytes, modifiedAt })).catch(() => null)
  if (found === null) return null
  const { head, tail } = await endsOf({ place, offset: 0, sizeBytes: found.sizeBytes })
  const told = kindOf(path.split('/').at(-1) ?? '', head, tail)
  return told && { path, ...found, ...told }
}

interface Walk {
  files: ImportFile[]
  leftOut: number
  seen: number
}

const walk = async (folder: string, path: string, depth: number, so: Walk): Promise<void> => {
  const entries = (await readdir(join(folder, path), { withFileTypes: true })).sort((a, b) => a.name.localeCompare(b.name))
  for (const entry of entries) {
    so.seen += 1
    const below = path === '' ? entry.name : `${path}/${entry.name}`
    const usable = isPlain(entry.name) && so.seen <= maxEntries
    if (usable && entry.isDirectory() && depth < maxDepth) await walk(folder, below, depth + 1, so)
    else {
      const file = usable && entry.isFile() && so.files.length < maxFiles ? await lookAt(join(folder, below), below) : null
      if (file) so.files.push(file)
      else so.leftOut += 1
    }
  }
}

/** Machines and images in the folder `import`, four folders deep. Links are passed over. Errors: BAD_INPUT. */
export const listImports = async ({ storagePath }: { storagePath: string }): Promise<{ folder: string; files: ImportFile[]; leftOut: number }> => {
  const folder = await importFolder(storagePath)
  const so: Walk = { files: [], leftOut: 0, seen: 0 }
  await walk(folder, '', 1, so)
  return { folder: join(storagePath, 'import'), files: so.files, leftOut: so.leftOut }
}
