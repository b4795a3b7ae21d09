import { createHash } from 'node:crypto'
import { z } from 'zod'
import { metadataBodies, metadataKinds } from '@/server/contract/storage-metadata'
import type { MetadataBodies, MetadataKind } from '@/server/contract/storage-metadata'
import type { Reason } from '@/server/contract/api/common'

/** This version writes it, and reads it and older ones. */
export const metadataVersion = 1
const format = 'atrium-storage-domain'

const Head = z.object({ format: z.literal(format), version: z.int(), kind: z.enum(metadataKinds), sha256: z.string() })

export const metadataFile = (kind: MetadataKind, id: string): string => (kind === 'domain' ? 'domain.json' : `${kind}-${id}.json`)
/** The only names that are read, written and removed. */
export const metadataFileName = /^(domain|(vm|disk|template)-[0-9a-f-]{36})\.json$/

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** A line that tells what follows and its checksum, then the body as JSON, in UTF-8. */
export function encodeMetadata<Kind extends MetadataKind>(kind: Kind, body: MetadataBodies[Kind]): string {
  const text = `${JSON.stringify(body, null, 1)}\n`
  return `${JSON.stringify({ format, version: metadataVersion, kind, sha256: sha256(text) })}\n${text}`
}

export type Decoded<Kind extends MetadataKind> = { body: MetadataBodies[Kind]; problem: null } | { body: null; problem: Reason }

const unreadable = (code: string, text: string, params: Reason['params'] = {}): { body: null; problem: Reason } => ({ body: null, problem: { code, params, text } })

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a file says, or why that can't be taken: it is from storage, which is not trusted. */
export function decodeMetadata<Kind extends MetadataKind>(kind: Kind, file: string, text: string): Decoded<Kind> {
  const end = text.indexOf('\n')
  const head = Head.safeParse(json(text.slice(0, Math.max(end, 0)))).data
  const damaged = () => unreadable('metadata_damaged', `The file metadata/${file} is damaged: it is not what was written.`, { file })
  if (!head || head.kind !== kind) return damaged()
  if (head.version > metadataVersion) {
    return unreadable('metadata_newer', `The file metadata/${file} was written by a newer Atrium (version ${head.version} of its metadata; this one knows ${metadataVersion}).`, { file, version: head.version, known: metadataVersion })
  }
  const rest = text.slice(end + 1)
  if (sha256(rest) !== head.sha256) return damaged()
  const body = metadataBodies[kind].safeParse(json(rest))
  return body.success ? { body: body.data as MetadataBodies[Kind], problem: null } : damaged()
}

/** The same domain, and this manager's from now on. What can't be read is left as it is. */
export function claimed(text: string, owner: string): string {
  const { body } = decodeMetadata('domain', 'domain.json', text)
  return body ? encodeMetadata('domain', { ...body, owner }) : text
}

/** Why a folder may not be used as this domain by this manager; null = it may. `text` = its domain.json, null = it has none. */
export function foreignDomain(text: string | null, { id, owner }: { id: string; owner: string }): Reason | null {
  if (text === null) return null
  const { body, problem } = decodeMetadata('domain', 'domain.json', text)
  if (problem) return problem
  if (body.id !== id) return { code: 'metadata_other', params: { name: body.name, id: body.id }, text: `The folder holds the storage domain ${body.name} (${body.id}). Import it instead of adding a new one.` }
  if (body.owner !== null && body.owner !== owner) return { code: 'metadata_foreign', params: { name: body.name, owner: body.owner }, text: `The storage domain ${body.name} belongs to another manager (${body.owner}). Detach it there first.` }
  return null
}
