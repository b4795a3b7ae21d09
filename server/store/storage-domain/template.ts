import type { TemplateMetadata } from '@/server/contract/storage-metadata'
import { change } from '../change'
import type { Tx } from '../db'

/** A template whose image lies there already. */
export async function insertTemplate(
  tx: Tx, { id, name, description, os, path, format, diskSizeMiB, memoryMiB, vcpus, storageDomainId, datacenterId }: Omit<TemplateMetadata, 'file'> & { path: string; storageDomainId: string; datacenterId: string },
): Promise<void> {
  await tx.template.create({ data: { id, name, description, os, path, format, diskSizeMiB, memoryMiB, vcpus, storageDomainId, datacenterId }, select: { id: true } })
  await change(tx, 'templates', id)
}
