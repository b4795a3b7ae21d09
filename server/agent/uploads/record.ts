import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { UploadResult } from '@/server/contract/agent/upload'
import { readIfPresent, writeDurably } from '@/server/agent/state/durable-file'

/** What is known of a file that comes in, beside the file itself. */
const Record = z.object({
  /** The hidden file. */
  received: z.string(),
  sizeBytes: z.number(),
  /** Step that its progress is told of. */
  stepId: z.string(),
  /** The run of the host's kernel that has written it: with its end, what was not synced is lost. */
  bootId: z.string(),
  syncedBytes: z.number(),
  /** Its sum, once all of it was here: what is done with it afterwards may change the file. */
  sha256: z.string().nullable(),
  /** Judged and about to be, or already, under its name. */
  result: UploadResult.nullable(),
})
export type UploadRecord = z.infer<typeof Record>

const keepMs = 30 * 86_400_000
const folderOf = (dataDir: string): string => join(dataDir, 'uploads')
const fileOf = (dataDir: string, id: string): string => join(folderOf(dataDir), `${id}.json`)

export const currentBoot = async (): Promise<string> => (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()

export const readRecord = async (dataDir: string, id: string): Promise<UploadRecord | null> => {
  const text = await readIfPresent(fileOf(dataDir, id))
  return text === null ? null : Record.parse(JSON.parse(text))
}

export const writeRecord = async (dataDir: string, id: string, record: UploadRecord): Promise<void> => {
  await mkdir(folderOf(dataDir), { recursive: true, mode: 0o700 })
  await writeDurably(fileOf(dataDir, id), JSON.stringify(record))
}

export const forgetRecord = (dataDir: string, id: string): Promise<void> => rm(fileOf(dataDir, id), { force: true })

/** Records of uploads that have long come to their end. */
export const forgetOldRecords = async (dataDir: string, now: number): Promise<void> => {
  for (const name of await readdir(folderOf(dataDir)).catch(() => [])) {
    const path = join(folderOf(dataDir), name)
    const found = await stat(path).catch(() => null)
    if (found && found.mtimeMs < now - keepMs) await rm(path, { force: true })
  }
}
