import { z } from 'zod'

/** A machine's definition as text. */
export const Xml = z.string().min(1).max(1_048_576)

export const XmlCheck = z.object({
  /** All that is refused; none = it can be saved. `host` = libvirt's own words. */
  findings: z.array(z.object({ field: z.string(), code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])), text: z.string() })),
  /** Between the definition that is wanted now and the one that would be. */
  diff: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })),
  /** Was a host there to ask libvirt? */
  asked: z.boolean(),
})
export type XmlCheck = z.infer<typeof XmlCheck>
