import { stat } from 'node:fs/promises'
import type { ImportFormat } from '@/server/contract/agent/import'
import { judgeHeader } from '@/server/domain/import/header'
import { magicOf } from '@/server/domain/import/kind'
import { imageError, problem } from '@/server/domain/import/problem'
import { isDescriptorText } from '@/server/domain/import/vmdk'
import { endsOf, wholeFile } from '@/server/agent/imports/file'
import { judgeSparseImage, nodeOf } from '@/server/agent/imports/source'
import type { ImportSource } from '@/server/agent/imports/source'
import { readNames } from '@/server/agent/storage/media'

/** `name` = what its owner calls it. Errors: IMAGE_DAMAGED with the reason, when it is not of that format, or leads to other files. */
export const judgeImage = async (place: string, name: string, format: ImportFormat): Promise<ImportSource> => {
  const range = await wholeFile(place)
  const { head, tail } = await endsOf(range)
  const found = magicOf(head, tail) ?? 'raw'
  if (found === 'qcow1') throw imageError(name, problem('image_old', `${name} is a qcow image of the first version; convert it to qcow2 first.`, { name }))
  if (found !== format) throw imageError(name, problem('upload_other', `${name} was given as ${format}, but its contents are ${found}.`, { name, format, found }))
  const bad = format === 'vmdk' ? null : judgeHeader(name, format, head, tail)
  if (bad) throw imageError(name, bad)
  if (format === 'vmdk') {
    if (isDescriptorText(head)) throw imageError(name, problem('upload_parts', `${name} only describes a disk whose data are in other files.`, { name }))
    await judgeSparseImage(name, range, head)
  }
  return { name, places: [place], node: nodeOf({ format, member: null }, range) }
}

/** Errors: IMAGE_DAMAGED for what is no CD image. */
export const judgeIso = async (place: string, name: string): Promise<{ sizeBytes: number; allocatedBytes: number }> => {
  if ((await readNames(place)) === null) throw imageError(name, problem('upload_no_iso', `${name} is no CD image: it has no ISO 9660 file system.`, { name }))
  const { size, blocks } = await stat(place)
  return { sizeBytes: size, allocatedBytes: blocks * 512 }
}
