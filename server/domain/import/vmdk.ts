import type { ImportProblem } from '@/server/contract/agent/import'
import { maxImageBytes } from './header'
import { problem } from './problem'

/** What a VMDK is made of: `extents` = names of further files beside it; none when it is one file. */
export interface VmdkParts {
  extents: string[]
}

/** A text description is small; what is longer is none. */
export const maxDescriptorBytes = 65_536
const sector = 512n

const damaged = (name: string): ImportProblem => problem('image_damaged', `The header of ${name} is damaged.`, { name })

/** `RW 4192256 SPARSE "disk-s001.vmdk"`, `RW 8388608 FLAT "disk-flat.vmdk" 0` */
const extentLine = /^(RW|RDONLY|NOACCESS) (\d+) ([A-Z]+)(?: "([^"\u0000-\u001f]*)"(?: \d+)?)?$/
const dataKinds = ['SPARSE', 'FLAT', 'VMFS', 'VMFSSPARSE', 'SESPARSE']

const parentIdOf = (text: string): string | null => /^\s*parentCID\s*=\s*"?(\w+)"?\s*$/im.exec(text)?.[1]?.toLowerCase() ?? null

/** Judged as qemu-img reads it: anywhere in the text. */
const leansOnAnother = (text: string): boolean => text.includes('parentFileNameHint') || (parentIdOf(text) ?? 'ffffffff') !== 'ffffffff'
const isEncrypted = (text: string): boolean => /^\s*(encryption\.\w+|keyID)\s*=/im.test(text)

/** What any description can say against its image. */
export function judgeDescription(name: string, text: string): ImportProblem | null {
  if (leansOnAnother(text)) return problem('image_backing', `${name} is a snapshot of another image; consolidate the snapshots first.`, { name })
  return isEncrypted(text) ? problem('image_encrypted', `${name} is encrypted; decrypt it first.`, { name }) : null
}

function judgeExtent(name: string, line: string): ImportProblem | string | null {
  const found = extentLine.exec(line)
  if (!found) return damaged(name)
  const [, , sectors = '0', kind = '', file] = found
  if (BigInt(sectors) * sector > maxImageBytes) return problem('image_huge', `${name} claims to hold more than 65536 GiB.`, { name, sizeGiB: String((BigInt(sectors) * sector) / 1024n ** 3n) })
  if (kind === 'ZERO') return null
  if (kind === 'VMFSRDM' || kind === 'VMFSRAW') return problem('image_device', `${name} stands for a whole device (raw device mapping), whose data is not in this file.`, { name })
  if (!dataKinds.includes(kind) || file === undefined) return damaged(name)
  // Any other name could be any file of the host.
  if (file === '' || file === '.' || file === '..' || /[/\\]/.test(file) || /^[A-Za-z][\w+.-]*:/.test(file)) {
    return problem('image_outside', `${name} refers to “${file}”, which does not lie beside it.`, { name, file })
  }
  return file
}

/** The description of a VMDK, as text of its own or inside of the image. https://www.vmware.com/app/vmdk/?src=vmdk */
export function readDescriptor(name: string, text: string): VmdkParts | ImportProblem {
  const bad = judgeDescription(name, text)
  if (bad) return bad
  // qemu-img skips blanks in front.
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => /^(RW|RDONLY|NOACCESS)\b/.test(line))
  if (lines.length === 0 || lines.length > 1024) return damaged(name)
  const extents: string[] = []
  for (const line of lines) {
    const told = judgeExtent(name, line)
    if (typeof told === 'string') extents.push(told)
    else if (told !== null) return told
  }
  return { extents: [...new Set(extents)] }
}

/** Where qemu-img looks for the description inside of a sparse image, whatever the header says. */
export const embeddedPlace = { offset: 512, length: 20 * 512 }

export const isDescriptorText = (head: Uint8Array): boolean => /^\s*# Disk DescriptorFile/.test(new TextDecoder('latin1').decode(head.subarray(0, 512)))

/** The header of a sparse image (`KDMV`). One without a capacity is only a shell around a description: qemu-img would follow that to other files. */
export function judgeSparse(name: string, head: Uint8Array): ImportProblem | null {
  const magic = new TextDecoder('latin1').decode(head.subarray(0, 4))
  if (magic !== 'KDMV' || head.length < 512) return damaged(name)
  const at = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const capacity = at.getBigUint64(12, true)
  if (capacity === 0n) return problem('image_outside', `${name} has no data of its own and refers to other files.`, { name, file: '?' })
  const bytes = capacity * sector
  if (bytes > maxImageBytes) return problem('image_huge', `${name} claims to hold ${bytes / 1024n ** 3n} GiB; 65536 GiB are allowed.`, { name, sizeGiB: String(bytes / 1024n ** 3n) })
  return null
}

export const isProblem = (told: VmdkParts | ImportProblem): told is ImportProblem => 'code' in told
