import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, rm } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import type { Agent } from '@/server/agent/agent'
import { readIfPresent, writeDurably } from '@/server/agent/state/durable-file'
import type { MetadataFile } from '@/server/contract/agent/storage-metadata'
import { AppError } from '@/server/domain/error'
import { claimed, foreignDomain, metadataFile, metadataFileName } from '@/server/domain/storage-domain/metadata'

/** Of one file, and of one answer. */
const mostBytes = { file: 2_097_152, answer: 8_388_608 }
const domainFile = metadataFile('domain', '')

/** Errors: BAD_INPUT. */
export const metadataFolder = (path: string): string => {
  if (!isAbsolute(path) || normalize(path) !== path) throw new AppError('BAD_INPUT', `“${path}” is not the full path of a folder.`, { field: 'path' })
  return join(path, 'metadata')
}

/** Null for what is no plain file, too large or unreadable: the folder is not trusted. */
export const readMetadataFile = async (path: string): Promise<string | null> => {
  try {
    const found = await lstat(path)
    if (!found.isFile() || found.size > mostBytes.file) return null
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    return await file.readFile('utf8').finally(() => file.close())
  } catch {
    return null
  }
}

/** Names of the files that count, by name. Errors: FORBIDDEN. */
export const metadataNames = async (folder: string): Promise<string[]> => {
  try {
    return (await readdir(folder)).filter((name) => metadataFileName.test(name)).sort()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw new AppError('FORBIDDEN', `The folder ${folder} cannot be read.`, { field: 'path', cause: { system: 'file', code: code ?? '', message } })
  }
}

/** Errors: BAD_INPUT, FORBIDDEN. */
export const readMetadata = async ({ path, after }: { path: string; after: string }): Promise<{ files: MetadataFile[]; more: boolean }> => {
  const folder = metadataFolder(path)
  const files: MetadataFile[] = []
  let bytes = 0
  for (const name of (await metadataNames(folder)).filter((each) => each > after)) {
    const text = await readMetadataFile(join(folder, name))
    if (text === null) continue
    if (bytes + text.length > mostBytes.answer) return { files, more: true }
    bytes += text.length
    files.push({ name, text })
  }
  return { files, more: false }
}

/**
 * With `takeOver` another manager's domain is this one's from then on. Errors: WRONG_STATE where the folder holds another domain, one of another
 * manager, or of a newer version.
 */
export const requireOwn = async (path: string, claim: { id: string; owner: string; takeOver?: boolean }): Promise<void> => {
  const file = join(path, 'metadata', domainFile)
  const text = await readIfPresent(file)
  const reason = foreignDomain(text, claim)
  if (!reason) return
  if (text !== null && reason.code === 'metadata_foreign' && claim.takeOver) return writeDurably(file, claimed(text, claim.owner), 0o644)
  throw new AppError('WRONG_STATE', reason.text, { field: 'path', reason: { code: reason.code, params: reason.params } })
}

interface Writing {
  id: string
  path: string
  owner: string
  takeOver: boolean
  put: readonly MetadataFile[]
  remove: readonly string[]
}

/** Errors: as above, FORBIDDEN, DISK_FULL. */
export const writeMetadata = (agent: Agent, { path, put, remove, ...claim }: Writing): Promise<Record<string, never>> =>
  agent.turns.take(`metadata ${path}`, async () => {
    const folder = metadataFolder(path)
    await requireOwn(path, claim)
    try {
      await mkdir(folder, { recursive: true, mode: 0o755 })
      // The domain's own file comes last: what it stands for is there by then.
      for (const { name, text } of [...put].sort((a, b) => Number(a.name === domainFile) - Number(b.name === domainFile))) await writeDurably(join(folder, name), text, 0o644)
      for (const name of remove) await rm(join(folder, name), { force: true })
      return {}
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      const cause = { system: 'file', code: code ?? '', message }
      if (code === 'ENOSPC') throw new AppError('DISK_FULL', `There is no space left for the metadata in ${folder}.`, { cause })
      throw new AppError('FORBIDDEN', `The metadata in ${folder} cannot be written.`, { field: 'path', cause })
    }
  })
