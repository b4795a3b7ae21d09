import { mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { AppError } from '@/server/domain/error'
import type { Agent } from '@/server/agent/agent'
import { run } from '@/server/agent/facts/run'
import { imagePlace } from './place'

export interface ConfigDrive {
  storagePath: string
  path: string
  /** `file` = the only file as it is, without a file system around it. */
  form: 'iso' | 'file'
  label: string
  files: readonly { name: string; text: string }[]
}

const makeMs = 30_000
/** It holds password hashes and scripts: nobody but root, to whom libvirt gives it on to QEMU. */
const secretMode = 0o600

const sync = async (path: string): Promise<void> => {
  const file = await open(path, 'r')
  await file.sync().finally(() => file.close())
}

const failed = (path: string, why: string): AppError =>
  /No space left|quota exceeded/i.test(why)
    ? new AppError('DISK_FULL', `There is not enough space for the config drive ${path}.`, { subject: { type: 'image', name: path } })
    : new AppError('INTERNAL', `The config drive ${path} could not be made.`, { subject: { type: 'image', name: path }, cause: { system: 'xorriso', message: why } })

const burn = async (path: string, partial: string, { folder, label, files }: Pick<ConfigDrive, 'label' | 'files'> & { folder: string }): Promise<void> => {
  for (const { name, text } of files) await writeFile(join(folder, name), text, { mode: secretMode })
  const made = await run('xorriso', ['-as', 'mkisofs', '-quiet', '-volid', label, '-joliet', '-rational-rock', '-o', partial, folder], makeMs)
  if (made.code !== 0) throw failed(path, made.stderr.trim().split('\n').at(-1) ?? '')
}

/** An ISO image of `files`, or the file itself, at `path`, put there whole or not at all. Errors: BAD_INPUT (path outside of the domain), DISK_FULL. */
export const ensureConfigDrive = (agent: Agent, { storagePath, path, form, label, files }: ConfigDrive): Promise<Record<string, never>> =>
  agent.turns.take(`disk ${path}`, async () => {
    const place = await imagePlace(storagePath, path)
    const partial = `${place}.partial`
    // Made by mkdtemp for this user alone (0700).
    const folder = await mkdtemp(join(tmpdir(), 'atrium-config-drive-'))
    try {
      await rm(partial, { force: true })
      await writeFile(partial, form === 'file' ? (files[0]?.text ?? '') : '', { mode: secretMode, flag: 'wx' })
      if (form === 'iso') await burn(path, partial, { folder, label, files })
      await sync(partial)
      await rename(partial, place)
      await sync(dirname(place))
      return {}
    } catch (error) {
      await rm(partial, { force: true })
      throw error instanceof AppError ? error : failed(path, String(error))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
