import type { UploadFormat } from '@/server/contract/agent/upload'
import { checkDisk, maxDiskMiB } from '../disk/check'
import { checkUrl } from '../installation/tree-url'
import type { Finding } from '../vm/validate'

const MiB = 1024 ** 2
/** What a host fetches by itself is no larger, and takes no longer. */
export const fetchLimits = { bytes: 1024 ** 4, ms: 24 * 3_600_000 } as const
/** A file of which nothing has come for this long is given up. */
export const abandonedMs = 24 * 3_600_000
/** A digest of so much of its beginning tells a file from others of its name and size. */
export const headBytes = MiB

const finding = (field: string, code: string, text: string, params: Finding['params'] = {}): Finding => ({ field, code, params, text })

/** The plain name of a file that is shown in lists of CD images: contract/api/vm-source. 200, for a longer one may be too long for its file system. */
const isoName = /^[^./\u0000-\u001f\u007f\ufffe\uffff][^/\u0000-\u001f\u007f\ufffe\uffff]{0,195}\.iso$/i

export interface ImageWish {
  name: string
  format: UploadFormat
}

/** Format in which the image is kept. */
export const keptFormat = (format: UploadFormat): 'qcow2' | 'raw' => (format === 'raw' || format === 'iso' ? 'raw' : 'qcow2')

export const checkImage = ({ name, format }: ImageWish): Finding[] => {
  if (format !== 'iso') return checkDisk({ name, sizeMiB: 1, format: keptFormat(format), shareable: false })
  if (name.trim() === '') return [finding('name', 'name_empty', 'Give the image a name.')]
  return isoName.test(name) && !name.endsWith(' .iso') ? [] : [finding('name', 'upload_iso_name', `“${name}” is no name for a CD image: one is a plain file name that ends in “.iso”.`, { name })]
}

/** What is wrong with a file that shall be sent. */
export const checkUpload = (wish: ImageWish & { sizeBytes: number }): Finding[] => {
  const { sizeBytes } = wish
  const size = !Number.isSafeInteger(sizeBytes) || sizeBytes > maxDiskMiB * MiB ? [finding('sizeBytes', 'upload_large', `The file has more than the ${maxDiskMiB} MiB that are allowed.`, { max: maxDiskMiB })]
    : sizeBytes < 1 ? [finding('sizeBytes', 'upload_nothing', 'The file is empty.')] : []
  return [...checkImage(wish), ...size]
}

export const checkFetch = (wish: ImageWish & { url: string }): Finding[] => [...checkImage(wish), ...[checkUrl(wish.url, 'url')].filter(each => each !== null)]

const formats: Readonly<Record<string, UploadFormat>> = { iso: 'iso', qcow2: 'qcow2', vmdk: 'vmdk', vdi: 'vdi', vhd: 'vpc', vpc: 'vpc', vhdx: 'vhdx', raw: 'raw', dd: 'raw' }

/** What a person most likely means by a file of that name; null = it says nothing. A suggestion for a form, which the person confirms. */
export const suggestedFormat = (fileName: string): UploadFormat | null => formats[/\.([A-Za-z0-9]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''] ?? null

/** A name for the disk, or the CD image, that a file becomes. */
export const suggestedName = (fileName: string, format: UploadFormat): string => {
  const plain = fileName.replace(/\.[A-Za-z0-9]{1,6}$/, '')
  if (format === 'iso') return `${plain.replace(/[/\u0000-\u001f\u007f]/g, '').replace(/^\.+/, '').slice(0, 190)}.iso`
  return plain.replace(/[^\p{L}\p{N}_. -]+/gu, '-').replace(/^[^\p{L}\p{N}_]+|[ ]+$/gu, '').slice(0, 64)
}
