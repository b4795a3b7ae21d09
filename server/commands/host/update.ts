import { migrationAddress } from '@/server/domain/host/address'
import type { Db } from '@/server/store/db'
import { editables, editObject, type Edit } from '../edit'

/** Name, description and address for migrations (null or empty = the agent's). Errors: NOT_FOUND, BAD_INPUT, DUPLICATE, STALE_GENERATION. */
export const updateHost = (db: Db, { migrationAddress: wanted, ...edit }: Edit & { migrationAddress?: string | null | undefined }): Promise<void> =>
  editObject(db, editables.host, edit, async (tx, { id }) => {
    if (wanted === undefined) return false
    const address = wanted === null || wanted.trim() === '' ? null : migrationAddress(wanted)
    const before = await tx.host.findUniqueOrThrow({ where: { id }, select: { migrationAddress: true } })
    if (before.migrationAddress === address) return false
    await tx.host.update({ where: { id }, data: { migrationAddress: address }, select: { id: true } })
    return true
  })
