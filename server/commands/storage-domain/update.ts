import type { Db } from '@/server/store/db'
import { editables, editObject, type Edit } from '../edit'
import { attach } from '../infrastructure/attach'

/** Name, description and the clusters it is attached to. Errors: NOT_FOUND, BAD_INPUT, DUPLICATE, IN_USE, STALE_GENERATION. */
export const updateStorageDomain = (db: Db, { clusterIds, ...edit }: Edit & { clusterIds?: string[] | null | undefined }): Promise<void> =>
  editObject(db, editables['storage-domain'], edit, async (tx, before) => (clusterIds === undefined ? false : attach(tx, 'storage-domain', before, clusterIds)))
