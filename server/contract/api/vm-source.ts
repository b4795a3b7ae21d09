import { z } from 'zod'
import { Word } from '../hardware/text'

/** Plain name of a file in the folder `iso/` of a storage domain. */
export const MediaFile = z.string().max(255).regex(/^[^./\u0000-\u001f\u007f\ufffe\uffff][^/\u0000-\u001f\u007f\ufffe\uffff]*$/, 'the plain name of a file')

/** Answers for an unattended installation, put into the installer's first file system; their text, or where a host finds them. */
export const Kickstart = z.discriminatedUnion('from', [
  z.object({ from: z.literal('text'), text: z.string().min(1).max(262_144) }),
  z.object({ from: z.literal('url'), url: z.string().max(2000) }),
])
export type Kickstart = z.infer<typeof Kickstart>

/** Where the operating system of a new machine comes from. Guide 3.2.1 to 3.2.5, catalogue MK-1 and KVM-8. */
export const VmSource = z.discriminatedUnion('type', [
  z.object({ type: z.literal('template'), templateId: z.uuid() }),
  z.object({ type: z.literal('blank') }),
  /** The disk comes first, so that the CD is booted only as long as there is no system on it. */
  z.object({ type: z.literal('iso'), storageDomainId: z.uuid(), file: MediaFile }),
  /** The first start asks the network; later ones only when the disk has no system. */
  z.object({ type: z.literal('pxe') }),
  /** Root of an installation tree with a `.treeinfo`: a host fetches kernel and initrd, and the first start boots them. */
  z.object({ type: z.literal('tree'), url: z.string().max(2000), kickstart: Kickstart.nullable().default(null), arguments: Word(2000).default('') }),
  /** A disk that no machine has. */
  z.object({ type: z.literal('existingDisk'), diskId: z.uuid() }),
])
export type VmSource = z.infer<typeof VmSource>

/** An installation that a new machine begins with: it is `pending` until the start that booted it. */
export const InstallationView = z.object({ type: z.enum(['pxe', 'tree']), pending: z.boolean() })
export type InstallationView = z.infer<typeof InstallationView>
