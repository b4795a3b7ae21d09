import { z } from 'zod'
import { run } from '@/server/agent/facts/run'
import { damaged, failure, limited } from '@/server/agent/disks/qemu-img'
import { maxImageBytes } from '@/server/domain/import/header'
import { imageError, problem } from '@/server/domain/import/problem'
import type { ImportSource } from './source'

const Info = z.object({ 'virtual-size': z.number() })
const Measured = z.object({ required: z.number(), 'fully-allocated': z.number() })
const lookMs = 60_000

const asked = async <T>(source: ImportSource, schema: z.ZodType<T>, ...args: string[]): Promise<T> => {
  const ran = await run('prlimit', limited([...args, '--output=json', `json:${JSON.stringify(source.node)}`]), lookMs)
  if (ran.code !== 0) throw failure(source.name, ran)
  const parsed = schema.safeParse(JSON.parse(ran.stdout))
  if (!parsed.success) throw damaged(source.name, { stderr: parsed.error.message, stdout: '' })
  return parsed.data
}

/** Size of the disk, and of a copy that has all its data. Errors: IMAGE_DAMAGED, IN_USE. */
export const measure = async (source: ImportSource): Promise<{ sizeBytes: number; neededBytes: number }> => {
  const { 'virtual-size': sizeBytes } = await asked(source, Info, 'info')
  if (BigInt(sizeBytes) > maxImageBytes) throw imageError(source.name, problem('image_huge', `${source.name} claims to hold ${Math.round(sizeBytes / 1024 ** 3)} GiB; 65536 GiB are allowed.`, { name: source.name, sizeGiB: Math.round(sizeBytes / 1024 ** 3) }))
  const { required } = await asked(source, Measured, 'measure', '-O', 'qcow2')
  return { sizeBytes, neededBytes: required }
}
