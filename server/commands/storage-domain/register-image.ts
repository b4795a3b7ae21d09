import type { DiskMetadata } from '@/server/contract/storage-metadata'
import { AppError } from '@/server/domain/error'
import type { Tx } from '@/server/store/db'
import { imageHolder } from '@/server/store/storage-domain/ground'
import type { Place } from './found'

export interface ImageFacts {
  sizeMiB: number
  backing: string | null
}
/** Asks a host what an image is; its format is told, never guessed. Errors: IMAGE_MISSING, IMAGE_DAMAGED. */
export type InspectImage = (hostId: string, image: { path: string; format: 'qcow2' | 'raw' }) => Promise<ImageFacts>

/**
 * The image lies where it is said to, and leans on nothing but the template of the same domain: images are not trusted, and one that
 * leans on a file of the host would show that to a guest. Errors: DUPLICATE when it is somebody's, BAD_INPUT, IMAGE_MISSING, IMAGE_DAMAGED.
 */
export async function requireImage(
  tx: Tx, { hostId, path: folder }: Place, { name, file, format, sizeMiB }: Pick<DiskMetadata, 'name' | 'file' | 'format' | 'sizeMiB'>, templateFile: string | null, inspect: InspectImage,
): Promise<{ path: string; sizeMiB: number }> {
  const path = `${folder}/${file}`
  const holder = await imageHolder(tx, path)
  if (holder !== null) throw new AppError('DUPLICATE', `The image ${path} is ${holder}’s already.`, { subject: { type: 'disk', name }, reason: { code: 'register_taken', params: { disk: name, holder } } })
  const seen = await inspect(hostId, { path, format })
  const expected = templateFile === null ? null : `${folder}/${templateFile}`
  if (seen.backing !== expected) {
    const leans = seen.backing ?? 'nothing'
    throw new AppError('BAD_INPUT', `The image of disk ${name} leans on ${leans}, and should lean on ${expected ?? 'nothing'}. It is not registered.`, {
      subject: { type: 'disk', name }, reason: { code: 'register_backing', params: { disk: name, backing: leans, expected: expected ?? 'nothing' } },
      hint: 'If the domain was in another folder before, mount it there.',
    })
  }
  return { path, sizeMiB: Math.max(sizeMiB, seen.sizeMiB) }
}
