import { basename, dirname, join } from 'node:path'
import type { ImportImage } from '@/server/contract/agent/import'
import { judgeHeader } from '@/server/domain/import/header'
import { kindOf } from '@/server/domain/import/kind'
import { imageError, problem } from '@/server/domain/import/problem'
import { padded } from '@/server/domain/import/tar'
import { embeddedPlace, isDescriptorText, isProblem, judgeDescription, judgeSparse, maxDescriptorBytes, readDescriptor } from '@/server/domain/import/vmdk'
import { archiveMembers } from './archive'
import { endsOf, readRange, wholeFile } from './file'
import type { Range } from './file'
import { besides, importPlace, missingFile } from './place'

/** An image as qemu-img shall open it: every format said, nothing behind it (QEMU's block-dev options). */
export interface ImportSource {
  name: string
  node: Record<string, unknown>
  /** All files that its data are read from. */
  places: string[]
}

const latin = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

/** A VMDK of one file, by its header and the description inside. Errors: IMAGE_DAMAGED. */
export const judgeSparseImage = async (name: string, range: Range, head: Uint8Array): Promise<void> => {
  const embedded = latin(await readRange(range, embeddedPlace.offset, embeddedPlace.length))
  const bad = judgeSparse(name, head) ?? judgeDescription(name, embedded)
  if (bad) throw imageError(name, bad)
}

/** The data files of a VMDK: beside their description, plain, and each judged as an image of its own. */
const extentsOf = async (image: ImportImage, name: string, range: Range): Promise<string[]> => {
  if (image.member !== null) throw imageError(name, problem('image_outside', `${name} refers to other files, which an archive cannot have.`, { name, file: '?' }))
  if (range.sizeBytes > maxDescriptorBytes) throw imageError(name, problem('image_damaged', `The header of ${name} is damaged.`, { name }))
  const parts = readDescriptor(name, latin(await readRange(range, 0, range.sizeBytes)))
  if (isProblem(parts)) throw imageError(name, parts)
  const places: string[] = []
  for (const file of parts.extents) {
    const place = await importPlace(image.storagePath, besides(image.path, file))
    const extent = await wholeFile(place)
    const { head } = await endsOf(extent)
    if (latin(head.subarray(0, 4)) === 'KDMV') await judgeSparseImage(file, extent, head)
    places.push(join(dirname(range.place), file))
  }
  return places
}

const rangeOf = async ({ storagePath, path, member }: ImportImage): Promise<Range> => {
  const place = await importPlace(storagePath, path)
  if (member === null) return wholeFile(place)
  const found = (await archiveMembers(place)).find(({ name }) => name === member)
  if (!found) throw missingFile(`${path}/${member}`)
  return { place, offset: found.offset, sizeBytes: found.sizeBytes }
}

/** The image, when nothing in its header leads elsewhere. Errors: NOT_FOUND, BAD_INPUT, IMAGE_DAMAGED with the reason. */
export const importSource = async (image: ImportImage): Promise<ImportSource> => {
  const name = image.member ?? basename(image.path)
  const range = await rangeOf(image)
  const { head, tail } = await endsOf(range)
  const told = kindOf(name, head, tail)
  if (told?.problem) throw imageError(name, told.problem)
  if (told?.kind !== image.format) throw imageError(name, problem('image_other', `${name} is no ${image.format} image.`, { name, extension: image.format, found: told?.kind ?? 'none' }))
  const bad = image.format === 'vmdk' ? null : judgeHeader(name, image.format, head, tail)
  if (bad) throw imageError(name, bad)
  const extents = image.format === 'vmdk' && isDescriptorText(head) ? await extentsOf(image, name, range) : []
  if (image.format === 'vmdk' && extents.length === 0) await judgeSparseImage(name, range, head)
  return { name, places: [range.place, ...extents], node: nodeOf(image, range) }
}

/** https://www.qemu.org/docs/master/system/qemu-block-drivers.html */
export const nodeOf = ({ format, member }: Pick<ImportImage, 'format' | 'member'>, { place, offset, sizeBytes }: Range): Record<string, unknown> => {
  const file = { driver: 'file', filename: place }
  // An archive fills up to whole blocks with zeroes.
  const part = member === null ? file : { driver: 'raw', offset, size: padded(sizeBytes), file }
  const noBacking = format === 'qcow2' || format === 'vmdk' ? { backing: null } : {}
  return { driver: format, file: part, ...noBacking }
}
