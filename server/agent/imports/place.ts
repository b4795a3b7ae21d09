import { lstat, mkdir, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '@/server/domain/error'

const outside = (path: string): AppError =>
  new AppError('BAD_INPUT', `“${path}” does not lie in the folder import of the storage domain, or is a link.`, { field: 'path', reason: { code: 'import_outside', params: { path } } })

export const missingFile = (path: string): AppError =>
  new AppError('NOT_FOUND', `There is no file “${path}” in the folder import of the storage domain.`, { field: 'path', reason: { code: 'import_missing', params: { path } } })

/** Where people put what they want to bring in; made when the storage domain is there and it is not. Errors: BAD_INPUT. */
export const importFolder = async (storagePath: string): Promise<string> => {
  const root = await realpath(storagePath).catch(() => null)
  if (root === null) throw new AppError('BAD_INPUT', `The folder ${storagePath} of the storage domain does not exist on this host.`, { field: 'storageDomainId', reason: { code: 'import_no_domain', params: { path: storagePath } } })
  const folder = join(root, 'import')
  await mkdir(folder).catch(() => null)
  const found = await lstat(folder).catch(() => null)
  if (!found?.isDirectory()) throw outside('import')
  return folder
}

/** A file's full path, with no link on the way. Errors: BAD_INPUT, NOT_FOUND. */
export const importPlace = async (storagePath: string, path: string): Promise<string> => {
  const parts = path.split('/')
  if (path.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..')) throw outside(path)
  const folder = await importFolder(storagePath)
  const place = join(folder, ...parts)
  const real = await realpath(place).catch(() => null)
  if (real === null) throw missingFile(path)
  if (real !== place) throw outside(path)
  return place
}

/** A file that another one names, beside it. */
export const besides = (path: string, name: string): string => (dirname(path) === '.' ? name : `${dirname(path)}/${name}`)
