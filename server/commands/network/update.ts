import { AppError } from '@/server/domain/error'
import type { Db } from '@/server/store/db'
import { releaseNetwork } from '@/server/store/infrastructure/release'
import { editables, editObject, type Edit } from '../edit'
import { attach } from '../infrastructure/attach'

/**
 * Name, description and the clusters it is attached to. Hosts know it by its name, so a renamed network is made anew on each:
 * not while machines are on it. Errors: NOT_FOUND, BAD_INPUT, DUPLICATE, IN_USE, STALE_GENERATION.
 */
export const updateNetwork = (db: Db, { clusterIds, ...edit }: Edit & { clusterIds?: string[] | null | undefined }): Promise<void> =>
  editObject(db, editables.network, edit, async (tx, before, after) => {
    if (before.name !== after.name) {
      const vms = await tx.vm.count({ where: { nics: { some: { networkId: before.id } } } })
      if (vms > 0)
        throw new AppError('IN_USE', `Network ${before.name} can't be renamed: ${vms} ${vms === 1 ? 'machine is' : 'machines are'} on it.`, {
          field: 'name', subject: { type: 'network', id: before.id, name: before.name }, reason: { code: 'rename_in_use', params: { name: before.name, count: vms } },
        })
      await releaseNetwork(tx, before, null)
    }
    return clusterIds === undefined ? false : attach(tx, 'network', before, clusterIds)
  })
