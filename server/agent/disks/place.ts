import { realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import { AppError } from '@/server/domain/error'

const outside = (path: string, storagePath: string): AppError =>
  new AppError('BAD_INPUT', `The path ${path} does not lie inside the storage domain ${storagePath}.`, {
    field: 'path',
    reason: { code: 'outside_storage', params: { path, storagePath } },
  })

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/**
 * The place where an image really is or would be: absolute, inside the storage domain also after every symbolic link is
 * followed, and in a folder that exists. Errors: BAD_INPUT.
 */
export const imagePlace = async (storagePath: string, path: string): Promise<string> => {
  if (!isAbsolute(storagePath) || !isAbsolute(path) || path.includes('\0') || !isInside(storagePath, path)) throw outside(path, storagePath)
  const root = await realpath(storagePath).catch(() => null)
  const folder = await realpath(dirname(path)).catch(() => null)
  if (root === null || folder === null)
    throw new AppError('BAD_INPUT', `The folder ${dirname(path)} of the storage domain does not exist on this host.`, { field: 'path' })
  const place = join(folder, basename(path))
  // The image itself may not be a link either; a missing one is simply not there yet.
  const real = await realpath(place).catch(() => place)
  if (!isInside(root, place) || real !== place) throw outside(path, storagePath)
  return place
}
