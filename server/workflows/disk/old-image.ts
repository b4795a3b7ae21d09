import { AppError } from '@/server/domain/error'
import { recordLeftImage } from '@/server/store/disk/place'
import { hostsSeeing } from '@/server/store/vm/placement'
import type { Context } from './image'

interface Old {
  storageDomainId: string
  storagePath: string
  path: string
}

/**
 * Nothing speaks of the image any more: it is removed, unless a machine on any host has it. What is in the way is told and the image stays: the disk itself has
 * moved, so that is no failure.
 */
export async function dropOldImage(context: Pick<Context, 'db' | 'agent' | 'stepId' | 'jobId' | 'user' | 'input'>, { storageDomainId, storagePath, path }: Old, hostId: string | undefined): Promise<void> {
  const { db, agent, stepId, input } = context
  if (hostId === undefined) return
  try {
    if ((await db.disk.count({ where: { path } })) > 0) return
    for (const id of await hostsSeeing(db, storageDomainId)) {
      const [holder] = await (await agent(id)).disk.holders({ paths: [path] })
      if (holder) throw new AppError('IN_USE', `Machine ${holder.name} has it.`)
    }
    await (await agent(hostId)).disk.ensureAbsent({ stepId, path, storagePath })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await recordLeftImage(db, context, { diskId: input.diskId, path, why: error.message })
  }
}
