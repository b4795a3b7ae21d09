import { z } from 'zod'
import { forms } from './forms'

export const usbModels = ['none', 'piix3-uhci', 'piix4-uhci', 'ehci', 'ich9-ehci1', 'pci-ohci', 'nec-xhci', 'qemu-xhci'] as const

/** One rule for redirected devices; what is null fits any (row 16-25). The first that fits decides, none = refused. */
export const RedirectionRule = z.object({
  class: z.string().regex(forms.hex2).nullable().default(null),
  vendor: z.string().regex(forms.hex4).nullable().default(null),
  product: z.string().regex(forms.hex4).nullable().default(null),
  version: z.string().regex(forms.usbVersion).nullable().default(null),
  allow: z.boolean(),
})
export type RedirectionRule = z.infer<typeof RedirectionRule>

export const Usb = z.object({
  /** xHCI serves all speeds; `none` = no USB at all (row 16-29). */
  controller: z.enum(usbModels).default('qemu-xhci'),
  /** Channels by which the client's USB devices reach the guest, through SPICE. */
  redirections: z.int().min(0).max(4).default(0),
  redirectionRules: z.array(RedirectionRule).max(64).default([]),
})
export type Usb = z.infer<typeof Usb>

/** A tablet reports absolute positions: without it the browser's pointer and the guest's drift apart. */
export const Input = z.object({ tablet: z.enum(['usb', 'virtio', 'none']).default('usb'), keyboard: z.enum(['ps2', 'usb', 'virtio']).default('ps2') })
export type Input = z.infer<typeof Input>
