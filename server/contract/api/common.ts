import { oc } from '@orpc/contract'
import { z } from 'zod'

/** Types of object that a permission can be given on, from the root down. `system` is the root of the tree. */
export const objectTypes = ['system', 'datacenter', 'cluster', 'host', 'vm', 'disk', 'storage-domain', 'network', 'template', 'job', 'event', 'user'] as const
export type ObjectType = (typeof objectTypes)[number]

/** What an operation needs: the verb, and the object it is needed on. `id` names the input field with the object's id; without it the verb is needed on the system. */
export interface Permission {
  verb: string
  on: ObjectType
  id?: string
  /** Lists: the caller gets the rows he may see, so no object is named. */
  list?: boolean
}

/** Metadata of each operation. `public` = no session needed; `session` = any logged-in user. */
export interface OperationMeta {
  permission?: Permission | 'public' | 'session'
  /** The answer holds a token or ticket: it is never stored under an Idempotency-Key, a repeated call makes a new one. */
  secretAnswer?: boolean
}

export const operation = oc.$meta<OperationMeta>({})

export const Id = z.object({ id: z.uuid() })

/** Common list input: `search` in the search language (`status=up and name=web*`), `sort` = `field` or `-field`, `limit` 1…500. */
export const ListInput = z.object({
  search: z.string().max(1000).optional(),
  sort: z.string().max(50).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  /** From the previous page's `nextCursor`; opaque. */
  cursor: z.string().max(500).optional(),
  /** For page numbers: rows to pass over. Give either this or `cursor`. */
  offset: z.coerce.number().int().min(0).max(1_000_000).optional(),
})

export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.int() })

export const JobRef = z.object({ jobId: z.uuid() })

/** Why something can't be done: a code with parameters (the UI words it in its language) and an English sentence. */
const PlainReason = z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])).default({}), text: z.string() })

/** Why a host was not taken: each is said after its name. */
export const HostRefusal = z.object({ host: z.string(), reasons: z.array(PlainReason) })
export type HostRefusal = z.infer<typeof HostRefusal>

/** `hosts` = where a host was sought, why it was none of these. */
export const Reason = PlainReason.extend({ hosts: z.array(HostRefusal).optional() })
export type Reason = z.infer<typeof Reason>

/** A reason whose English sentence stands beside it. */
export const Wording = Reason.omit({ text: true })
export type Wording = z.infer<typeof Wording>

/** Allowed, or greyed with its reason. */
export const ActionState = z.object({ allowed: z.boolean(), reason: Reason.nullable() })
export type ActionState = z.infer<typeof ActionState>

export const Ref = z.object({ id: z.uuid(), name: z.string() })

/** ISO 8601 in UTC. */
export const Instant = z.iso.datetime()

/** RFC 9457 body of every error, served as application/problem+json. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  hint: z.string().optional(),
  field: z.string().optional(),
  subject: z.object({ type: z.string(), id: z.string().optional(), name: z.string().optional() }).optional(),
  reason: Wording.optional(),
  /** Words of `hint`. */
  hintReason: Wording.optional(),
})
export type Problem = z.infer<typeof Problem>
