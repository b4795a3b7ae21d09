import { z } from 'zod'

/** What the guest agent tells on being asked: untrusted text, of limited length and number. */
export const GuestDetails = z.object({
  users: z.array(z.object({ name: z.string(), /** Unix ms. */ loginAt: z.number().nullable() })),
  fileSystems: z.array(z.object({ mountpoint: z.string(), type: z.string(), totalBytes: z.number().nullable(), usedBytes: z.number().nullable() })),
})
export type GuestDetails = z.infer<typeof GuestDetails>

const Username = z.string().regex(/^[A-Za-z0-9_.@\\-]{1,64}$/)

/** What is asked of the guest agent. The secrets go straight to it, and are written down nowhere. */
export const GuestDeed = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['thaw', 'trim', 'sync-time']) }),
  /** The host thaws it after that time, whoever has forgotten it: a frozen guest stands still at its next write. */
  z.object({ kind: z.literal('freeze'), seconds: z.int().min(5).max(3600).default(120) }),
  z.object({ kind: z.literal('set-password'), username: Username, password: z.string().min(1).max(512) }),
  /** Added to the keys that the user has. */
  z.object({ kind: z.literal('add-ssh-keys'), username: Username, keys: z.array(z.string().regex(/^(ssh|ecdsa|sk)-[\x21-\x7e]+ [A-Za-z0-9+/=]+( [^\n\r]{0,200})?$/)).min(1).max(20) }),
])
export type GuestDeed = z.infer<typeof GuestDeed>
