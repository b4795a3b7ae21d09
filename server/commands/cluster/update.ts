import type { Db } from '@/server/store/db'
import { editables, editObject, type Edit } from '../edit'

/** Name and description. Errors: NOT_FOUND, BAD_INPUT, DUPLICATE, STALE_GENERATION. */
export const updateCluster = (db: Db, edit: Edit): Promise<void> => editObject(db, editables.cluster, edit)
