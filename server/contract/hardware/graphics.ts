import { z } from 'zod'
import { forms } from './forms'

/** A screen server; on a socket that only the agent reaches, or on the network. `port` null = the host's next free one. */
export const Screen = z.object({
  listen: z.enum(['socket', 'network']).default('socket'),
  address: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
  port: z.int().min(5900).max(65535).nullable().default(null),
})
export type Screen = z.infer<typeof Screen>

/** VNC, SPICE, both or none. https://libvirt.org/formatdomain.html#graphical-framebuffers */
export const Graphics = z.object({
  vnc: Screen.nullable().prefault({}),
  spice: Screen.extend({
    clipboard: z.boolean().default(true),
    fileTransfer: z.boolean().default(true),
    streaming: z.enum(['default', 'filter', 'all', 'off']).default('default'),
  }).nullable().default(null),
  /** Layout of the keyboard, `en-us`; empty = raw key codes. */
  keymap: z.string().regex(forms.keymap).default(''),
})
export type Graphics = z.infer<typeof Graphics>

export const videoModels = ['virtio', 'qxl', 'vga', 'cirrus', 'bochs', 'none'] as const

/** Standard VGA: shows firmware and every guest without a driver. */
export const Video = z.object({
  model: z.enum(videoModels).default('vga'),
  heads: z.int().min(1).max(16).default(1),
  /** Video memory, KiB; null = the model's own. */
  vramKiB: z.int().min(1024).max(1_048_576).nullable().default(16_384),
})
export type Video = z.infer<typeof Video>
