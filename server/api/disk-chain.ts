import type { DiskChainView } from '@/server/contract/api/disk'
import { AppError } from '@/server/domain/error'
import type { Db } from '@/server/store/db'
import { diskImage, diskUnknown, homesOf, leaningOn } from '@/server/store/disk/facts'
import { withAgent } from './agents'

/**
 * The chain as a host that has the image finds it: the machine's own host first; of a local storage domain each host has its own folder.
 * Errors: NOT_FOUND, NO_HOST, IMAGE_MISSING, IMAGE_DAMAGED, HOST_UNREACHABLE, TIMEOUT.
 */
export async function chainOf(db: Db, id: string): Promise<DiskChainView> {
  const image = await diskImage(db, id)
  if (!image) throw diskUnknown(id)
  const { path, format, storageDomain, name, source } = image
  const call = { storagePath: storageDomain.path, path, format }
  const template = source ? await leaningOn(db, source.path) : null
  let missing: unknown = new AppError('NO_HOST', `No host that is Up sees storage domain ${storageDomain.name} of ${name}.`, { subject: { type: 'storage-domain', id: storageDomain.id, name: storageDomain.name } })
  for (const host of await homesOf(db, id, storageDomain.id)) {
    try {
      return await withAgent(db, host.id, async ({ disk }) => {
        const chain = await disk.chain(call)
        const holders = (await disk.holders({ paths: [path] })).map(({ id: vmId, name: vm, active }) => ({ id: vmId, name: vm, active }))
        return { ...chain, host, template, holders }
      })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'IMAGE_MISSING') throw error
      missing = error
    }
  }
  throw missing
}
