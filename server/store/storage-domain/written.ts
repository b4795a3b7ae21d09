import { sha256 } from '@/server/domain/storage-domain/metadata'
import { change } from '../change'
import type { Db, Tx } from '../db'
import { appendEvent } from '../event'
import { documentsOf, filesOf } from './documents'
import type { Scope } from './documents'

/** What one domain has to be told. */
export interface Due {
  storageDomainId: string
  put: { name: string; text: string }[]
  remove: string[]
}

/** Where what should be written differs from what was. */
export async function dueMetadata(tx: Tx, scope: Scope, owner: string): Promise<Due[]> {
  const wanted = await documentsOf(tx, scope, owner)
  const written = await tx.storageMetadata.findMany({
    where: { OR: [{ storageDomainId: { in: [...scope.whole] } }, { file: { in: filesOf(scope) } }, { storageDomainId: { in: [...scope.domainIds] }, file: 'domain.json' }] },
  })
  const key = ({ storageDomainId, file }: { storageDomainId: string; file: string }) => `${storageDomainId}/${file}`
  const known = new Map(written.map(row => [key(row), row.sha256]))
  const due = new Map<string, Due>()
  const of = (storageDomainId: string): Due => {
    const one = due.get(storageDomainId) ?? { storageDomainId, put: [], remove: [] }
    due.set(storageDomainId, one)
    return one
  }
  for (const document of wanted) if (known.get(key(document)) !== sha256(document.text)) of(document.storageDomainId).put.push({ name: document.file, text: document.text })
  const still = new Set(wanted.map(key))
  for (const row of written) if (!still.has(key(row))) of(row.storageDomainId).remove.push(row.file)
  return [...due.values()]
}

/** It is on the domain now. */
export const noteWritten = (db: Db, { storageDomainId, put, remove }: Due): Promise<void> => db.$transaction(async tx => {
  // Removed or detached meanwhile: then nobody asks.
  if ((await tx.storageDomain.count({ where: { id: storageDomainId } })) === 0) return
  await tx.storageMetadata.deleteMany({ where: { storageDomainId, file: { in: [...remove, ...put.map(({ name }) => name)] } } })
  await tx.storageMetadata.createMany({ data: put.map(({ name, text }) => ({ storageDomainId, file: name, sha256: sha256(text) })) })
  const { count } = await tx.storageDomain.updateMany({ where: { id: storageDomainId, metadataError: { not: null } }, data: { metadataError: null } })
  if (count > 0) await change(tx, 'storage-domains', storageDomainId)
})

/** It could not be written: told once for each sentence. */
export const noteUnwritten = (db: Db, id: string, error: string): Promise<void> => db.$transaction(async tx => {
  const domain = await tx.storageDomain.findUnique({ where: { id }, select: { name: true, metadataError: true } })
  if (!domain || domain.metadataError === error) return
  await tx.storageDomain.update({ where: { id }, data: { metadataError: error }, select: { id: true } })
  await change(tx, 'storage-domains', id)
  await appendEvent(tx, {
    severity: 'warning', code: 'storage-domain.metadata_failed', params: { reason: error },
    message: `Storage domain ${domain.name} does not tell of its machines as they are now: its metadata could not be written. ${error}`,
    subject: { type: 'storage-domain', id, name: domain.name },
  })
})
