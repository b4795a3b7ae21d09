import type { DescriptionKind, ImportFile, ImportFormat } from '@/server/contract/agent/import'
import { problem } from './problem'

/** How much of a file's beginning is looked at, and of its end. */
export const headBytes = 4096
export const tailBytes = 512

const textOf = (bytes: Uint8Array, from = 0, to = bytes.length): string => new TextDecoder('latin1').decode(bytes.subarray(from, to))

/** What a disk image says that it is; fixed VHD says so at its end alone. */
export const magicOf = (head: Uint8Array, tail: Uint8Array): ImportFormat | 'qcow1' | null => {
  const start = textOf(head, 0, 8)
  if (start.startsWith('QFI\u00fb')) return head[7] === 1 ? 'qcow1' : 'qcow2'
  if (start.startsWith('KDMV') || start.startsWith('COWD')) return 'vmdk'
  if (/^\s*# Disk DescriptorFile/.test(textOf(head, 0, 512))) return 'vmdk'
  if (textOf(head, 64, 68) === '\u007f\u0010\u00da\u00be') return 'vdi'
  if (start === 'vhdxfile') return 'vhdx'
  if (start === 'conectix' || textOf(tail, 0, 8) === 'conectix') return 'vpc'
  return null
}

/** Formats that each name may stand for; `.img` says nothing. */
const formatsOf: Readonly<Record<string, readonly ImportFormat[]>> = {
  qcow2: ['qcow2'], qcow: ['qcow2'], raw: ['raw'], img: ['qcow2', 'raw', 'vmdk', 'vdi', 'vpc', 'vhdx'], dd: ['raw'], vmdk: ['vmdk'], vdi: ['vdi'], vhd: ['vpc'], vpc: ['vpc'], vhdx: ['vhdx'],
}
const descriptionsOf: Readonly<Record<string, DescriptionKind>> = { vmx: 'vmx', ovf: 'ovf', ova: 'ova', xml: 'libvirt' }

const extensionOf = (name: string): string => (/\.([A-Za-z0-9]+)$/.exec(name)?.[1] ?? '').toLowerCase()

/** Data of a VMDK whose description is another file: no image by itself. */
const isExtent = (name: string): boolean => /-(flat|delta|sesparse|rdm|rdmp|[sf]\d{3}|ctk)\.vmdk$/i.test(name)

type Told = Pick<ImportFile, 'kind' | 'problem'>
const fine = (kind: Told['kind']): Told => ({ kind, problem: null })

const describes = (kind: DescriptionKind, head: Uint8Array): boolean => {
  const text = textOf(head)
  if (kind === 'ova') return textOf(head, 257, 262) === 'ustar'
  if (kind === 'ovf') return /<(\w+:)?Envelope[\s/>]/.test(text)
  if (kind === 'libvirt') return /<domain[\s>]/.test(text)
  return !text.includes('\0') && /^\s*[\w.:]+\s*=/m.test(text)
}

/**
 * What a file is, by its name and its first and last bytes; null = nothing to import. The name decides between raw and the rest: a
 * guest can write any format's header into its raw disk, so bytes alone must not make such a disk a qcow2 image.
 */
export function kindOf(name: string, head: Uint8Array, tail: Uint8Array): Told | null {
  const extension = extensionOf(name)
  const description = descriptionsOf[extension]
  if (description) return describes(description, head) ? fine(description) : null
  const allowed = formatsOf[extension]
  if (!allowed || isExtent(name)) return null
  const magic = magicOf(head, tail)
  const [first = 'raw'] = allowed
  if (magic === 'qcow1') return { kind: first, problem: problem('image_old', `${name} is a qcow image of the first version; convert it to qcow2 first.`, { name }) }
  const found = magic ?? 'raw'
  if (allowed.includes(found)) return fine(found)
  return { kind: first, problem: problem('image_other', `${name} is called ${extension}, but its contents are ${magic ?? 'none of that format'}.`, { name, extension, found: magic ?? 'none' }) }
}
