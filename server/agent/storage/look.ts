import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PlaceLook } from '@/server/contract/agent/storage-metadata'
import { metadataFolder, metadataNames, readMetadataFile } from './metadata'
import { observeStorage } from './observe'

/** The folder itself, or the nearest one above that is there: in it the missing ones would be made. */
const nearest = async (path: string): Promise<string> => {
  if (path === '/') return path
  const found = await stat(path).then(() => true, (error: NodeJS.ErrnoException) => error.code !== 'ENOENT')
  return found ? path : nearest(dirname(path))
}

/** What the folder is, before it becomes a storage domain. Nothing is made. Errors: BAD_INPUT. */
export const lookAtPlace = async ({ path }: { path: string }): Promise<PlaceLook> => {
  const metadata = metadataFolder(path)
  const nothing = { domain: null, counts: { vm: 0, disk: 0, template: 0 } }
  // A server that does not answer is found by this, which does not wait for it for ever.
  const direct = await observeStorage(path)
  const place = direct.error === 'The folder does not exist.' ? await nearest(dirname(path)) : path
  const seen = place === path ? direct : await observeStorage(place)
  const error = seen.error ?? (seen.writable ? '' : `The agent may not write to ${place}.`)
  const look = { exists: place === path, usable: error === '', error, ...(seen.error ? { capacityMiB: null, freeMiB: null } : { capacityMiB: seen.capacityMiB, freeMiB: seen.freeMiB }) }
  if (seen.error || place !== path) return { ...look, ...nothing }
  const names = await metadataNames(metadata).catch((): string[] => [])
  const count = (kind: string): number => names.filter((name) => name.startsWith(`${kind}-`)).length
  const domain = names.includes('domain.json') ? await readMetadataFile(join(metadata, 'domain.json')) : null
  return { ...look, domain, counts: { vm: count('vm'), disk: count('disk'), template: count('template') } }
}
