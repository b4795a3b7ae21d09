import type { ImportFormat, ImportProblem } from '@/server/contract/agent/import'
import { problem } from './problem'

/** Larger disks do not exist in practice; a header that claims more is a trap for whoever reserves space by it. */
export const maxImageBytes = 64n * 1024n ** 4n

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const ascii = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

const damaged = (name: string): ImportProblem => problem('image_damaged', `The header of ${name} is damaged.`, { name })
const leans = (name: string): ImportProblem => problem('image_backing', `${name} is the difference to another image; import a whole one (qemu-img convert, or consolidate the snapshots first).`, { name })
const encrypted = (name: string): ImportProblem => problem('image_encrypted', `${name} is encrypted; decrypt it first.`, { name })
const huge = (name: string, bytes: bigint): ImportProblem =>
  problem('image_huge', `${name} claims to hold ${bytes / 1024n ** 3n} GiB; 65536 GiB are allowed.`, { name, sizeGiB: String(bytes / 1024n ** 3n) })

const sized = (name: string, bytes: bigint): ImportProblem | null => (bytes > maxImageBytes ? huge(name, bytes) : null)

/** https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.txt */
function judgeQcow2(name: string, bytes: Uint8Array): ImportProblem | null {
  const at = view(bytes)
  const version = at.getUint32(4)
  if (version !== 2 && version !== 3) return damaged(name)
  const features = version === 3 ? at.getBigUint64(72) : 0n
  if (at.getBigUint64(8) !== 0n) return leans(name)
  if ((features & 4n) !== 0n) return problem('image_external', `${name} keeps its data in another file, which could be any file of the host.`, { name })
  if (at.getUint32(32) !== 0) return encrypted(name)
  if ((features & 2n) !== 0n) return problem('image_corrupt', `${name} is marked as damaged.`, { name })
  return sized(name, at.getBigUint64(24))
}

/** VirtualBox: image type 4 is a difference; flags of a parent are its UUID. */
function judgeVdi(name: string, bytes: Uint8Array): ImportProblem | null {
  const at = view(bytes)
  if (at.getUint16(70, true) !== 1) return damaged(name)
  if (at.getUint32(76, true) === 4) return leans(name)
  return sized(name, at.getBigUint64(368, true))
}

/** The dynamic kind has a copy of its footer in front, the fixed kind the footer alone. Disk type 4 is a difference. */
function judgeVpc(name: string, head: Uint8Array, tail: Uint8Array): ImportProblem | null {
  const footer = ascii(head.subarray(0, 8)) === 'conectix' ? head : tail
  const at = view(footer)
  const type = at.getUint32(60)
  if (type === 4) return leans(name)
  return type === 2 || type === 3 ? sized(name, at.getBigUint64(48)) : damaged(name)
}

/**
 * What speaks against an image, by its header alone and before qemu-img opens it: what it refers to would be opened, too. VMDK has
 * more to it (vmdk.ts); of VHDX qemu-img opens no parent.
 */
export function judgeHeader(name: string, format: Exclude<ImportFormat, 'vmdk'>, head: Uint8Array, tail: Uint8Array): ImportProblem | null {
  if (head.length < 512) return format === 'raw' ? null : damaged(name)
  if (format === 'qcow2') return judgeQcow2(name, head)
  if (format === 'vdi') return judgeVdi(name, head)
  if (format === 'vpc') return judgeVpc(name, head, tail)
  return null
}
