import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import type { StorageObservation } from '@/server/contract/agent/host'

const timeoutMs = 5000

const wordsFor: Record<string, string> = {
  ENOENT: 'The folder does not exist.',
  ENOTDIR: 'The path is not a folder.',
  EACCES: 'The agent may not use the folder.',
  EIO: 'The storage reports an input/output error.',
  ESTALE: 'The storage was taken away (stale handle).',
}

const describe = (error: unknown): string => wordsFor[(error as NodeJS.ErrnoException).code ?? ''] ?? String(error instanceof Error ? error.message : error)

const writableFolder = async (path: string): Promise<boolean> => {
  try {
    await access(path, constants.W_OK | constants.X_OK)
    return true
  } catch (error) {
    // Mounted read-only, or not ours to write.
    if (['EROFS', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

const look = async (path: string): Promise<StorageObservation> => {
  try {
    const writable = await writableFolder(path)
    const { blocks, bavail, bsize } = await statfs(path)
    const mib = (count: number) => Math.floor((count * bsize) / 1024 ** 2)
    return { path, capacityMiB: mib(blocks), freeMiB: mib(bavail), writable, error: null }
  } catch (error) {
    return { path, capacityMiB: 0, freeMiB: 0, writable: false, error: describe(error) }
  }
}

/** Looks that have not come back: a dead NFS server can hold one for ever, and each holds one of Node's few file threads. */
const hanging = new Map<string, Promise<StorageObservation>>()

/** Space and state of the folder of a storage domain. Never rejects, and never takes longer than 5 s. */
export const observeStorage = async (path: string): Promise<StorageObservation> => {
  const silent: StorageObservation = { path, capacityMiB: 0, freeMiB: 0, writable: false, error: 'The storage does not answer.' }
  if (hanging.has(path)) return silent
  const looking = look(path).finally(() => hanging.delete(path))
  hanging.set(path, looking)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<StorageObservation>((resolve) => (timer = setTimeout(() => resolve(silent), timeoutMs)))
  return Promise.race([looking, late]).finally(() => clearTimeout(timer))
}
