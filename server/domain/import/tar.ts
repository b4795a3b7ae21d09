import { AppError } from '@/server/domain/error'

/** A file inside an archive, at `offset` bytes. */
export interface TarMember {
  name: string
  offset: number
  sizeBytes: number
}

export const blockBytes = 512
export const padded = (bytes: number): number => Math.ceil(bytes / blockBytes) * blockBytes

const refuse = (text: string): AppError => new AppError('BAD_INPUT', `The archive cannot be used: ${text}.`, { field: 'path', reason: { code: 'import_archive', params: { why: text } } })

const textAt = (block: Uint8Array, from: number, length: number): string => {
  const part = block.subarray(from, from + length)
  const end = part.indexOf(0)
  return new TextDecoder().decode(end < 0 ? part : part.subarray(0, end))
}

/** Octal, or base 256 where the first bit is set: files of 8 GiB and more. */
function numberAt(block: Uint8Array, from: number, length: number): number {
  const first = block[from] ?? 0
  if ((first & 0x80) === 0) {
    const digits = textAt(block, from, length).trim()
    if (!/^[0-7]*$/.test(digits)) throw refuse('a size in it is no number')
    return digits === '' ? 0 : parseInt(digits, 8)
  }
  let value = BigInt(first & 0x7f)
  for (const byte of block.subarray(from + 1, from + length)) value = (value << 8n) | BigInt(byte)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw refuse('a file in it is larger than any disk')
  return Number(value)
}

const checksumFits = (block: Uint8Array): boolean => {
  let sum = 0
  for (let at = 0; at < blockBytes; at += 1) sum += at >= 148 && at < 156 ? 32 : (block[at] ?? 0)
  return sum === numberAt(block, 148, 8)
}

export type TarHeader = { kind: 'end' } | { kind: 'file'; name: string; sizeBytes: number } | { kind: 'extended'; sizeBytes: number } | { kind: 'comment'; sizeBytes: number }

/** A name as an OVA may have it: one file beside the others. What would lead elsewhere is refused, not mended. */
export function plainName(name: string): string {
  if (name === '' || name === '.' || name === '..' || name.length > 255 || /[/\\\u0000-\u001f\u007f\ufffd]/.test(name)) {
    throw refuse(`“${name}” is no plain file name`)
  }
  return name
}

/** One header of the archive (ustar, POSIX.1-2017 pax). Links, devices and folders do not belong in an OVA (DSP0243, 6.4). Errors: BAD_INPUT. */
export function tarHeader(block: Uint8Array): TarHeader {
  if (block.every((byte) => byte === 0)) return { kind: 'end' }
  if (block.length < blockBytes || !checksumFits(block)) throw refuse('a header in it is damaged')
  const sizeBytes = numberAt(block, 124, 12)
  const type = String.fromCharCode(block[156] ?? 0)
  if (type === 'x') return { kind: 'extended', sizeBytes }
  if (type === 'g') return { kind: 'comment', sizeBytes }
  const prefix = textAt(block, 257, 5) === 'ustar' ? textAt(block, 345, 155) : ''
  const name = `${prefix === '' ? '' : `${prefix}/`}${textAt(block, 0, 100)}`.replace(/^\.\//, '')
  if (type !== '0' && type !== '\0') throw refuse(`“${name}” in it is no plain file (type ${type})`)
  return { kind: 'file', name, sizeBytes }
}

/** `22 path=disk1.vmdk\n` … of an extended header: only name and size matter here. */
export function paxFields(text: string): { path?: string; size?: number } {
  const fields: { path?: string; size?: number } = {}
  for (const line of text.split('\n')) {
    const [, key, value = ''] = /^\d+ (path|size)=(.*)$/.exec(line) ?? []
    if (key === 'path') fields.path = value
    if (key === 'size' && /^\d{1,15}$/.test(value)) fields.size = Number(value)
  }
  return fields
}
