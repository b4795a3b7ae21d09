import { z } from 'zod'

/** Where a screen listens. */
export const OpenScreen = z.object({
  /** null = on every address of the host. */
  address: z.string().nullable(),
  port: z.int().nullable(),
  /** null = without TLS. */
  tlsPort: z.int().nullable(),
  /** PEM of the authority behind its certificate; null = not known. */
  ca: z.string().nullable(),
  /** null = it asks for none. */
  password: z.string().nullable(),
})
export type OpenScreen = z.infer<typeof OpenScreen>
