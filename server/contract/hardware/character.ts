import { z } from 'zod'
import { forms } from './forms'
import { HostPath } from './text'

/** A serial port: on a console that can be opened, in a file, on a socket. */
export const SerialPort = z.object({ type: z.enum(['pty', 'file', 'unix', 'null']).default('pty'), path: HostPath.nullable().default(null) })
export type SerialPort = z.infer<typeof SerialPort>

/** Serial ports, and which the console is: the first of them, or a virtio console of its own. */
export const Serial = z.object({
  ports: z.array(SerialPort).max(4).prefault([{}]),
  console: z.enum(['serial', 'virtio', 'none']).default('serial'),
})
export type Serial = z.infer<typeof Serial>

/** Channels between guest and host on virtio-serial. */
export const Channels = z.object({
  /** QEMU guest agent. */
  guestAgent: z.boolean().default(true),
  /** SPICE agent: clipboard, resolution, file transfer; of use with SPICE alone. */
  spiceAgent: z.boolean().default(false),
  /** Others, by the name the guest finds them with; each is a socket that libvirt places. */
  others: z.array(z.string().regex(forms.token)).max(28).default([]),
})
export type Channels = z.infer<typeof Channels>
