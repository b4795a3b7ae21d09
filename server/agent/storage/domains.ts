import { mkdir } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import type { StorageObservation } from '@/server/contract/agent/host'
import { AppError } from '@/server/domain/error'
import { readIfPresent, writeDurably } from '@/server/agent/state/durable-file'
import { observeStorage } from './observe'

/** The storage domains this host was told of, by id; kept on disk so that their space is reported after a restart too. */
export class StorageDomains {
  private constructor(
    private readonly path: string,
    private readonly folders: Map<string, string>,
  ) {}

  static async open(path: string): Promise<StorageDomains> {
    return new StorageDomains(path, new Map(Object.entries(JSON.parse((await readIfPresent(path)) ?? '{}') as Record<string, string>)))
  }

  /** Errors: BAD_INPUT (not a full path), FORBIDDEN (cannot be made or written), DISK_FULL. */
  async ensure(id: string, folder: string): Promise<StorageObservation> {
    if (!isAbsolute(folder) || normalize(folder) !== folder.replace(/\/+$/, ''))
      throw new AppError('BAD_INPUT', `“${folder}” is not the full path of a folder.`, { field: 'path' })
    for (const part of ['images', 'templates', 'iso']) await makeFolder(join(folder, part))
    const observation = await observeStorage(folder)
    if (!observation.writable)
      throw new AppError('FORBIDDEN', `The host cannot write to the storage folder ${folder}. ${observation.error ?? ''}`.trim(), { field: 'path' })
    if (this.folders.get(id) !== folder) {
      this.folders.set(id, folder)
      await this.save()
    }
    return observation
  }

  async forget(id: string): Promise<void> {
    if (this.folders.delete(id)) await this.save()
  }

  observe(): Promise<StorageObservation[]> {
    return Promise.all([...new Set(this.folders.values())].map(observeStorage))
  }

  private save(): Promise<void> {
    return writeDurably(this.path, JSON.stringify(Object.fromEntries(this.folders)))
  }
}

const makeFolder = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const cause = { system: 'file', code, message }
    if (code === 'ENOSPC') throw new AppError('DISK_FULL', `There is no space left to create ${folder}.`, { cause })
    throw new AppError('FORBIDDEN', `The folder ${folder} cannot be created on the host.`, { field: 'path', cause })
  }
}
