import { MediaFile } from '@/server/contract/api/vm-source'
import { AppError } from '@/server/domain/error'
import type { AgentClient } from '@/server/hosts/client'
import { appendEvent } from '@/server/store/event'
import { mediaUser } from '@/server/store/vm/media'
import { hostsSeeing } from '@/server/store/vm/placement'
import type { CommandContext } from '../vm/context'

type OnHost = <T>(hostId: string, work: (client: AgentClient) => Promise<T>) => Promise<T>

const inUse = (file: string, vm: { id: string; name: string }): AppError =>
  new AppError('IN_USE', `${file} is in a drive of machine ${vm.name}.`, { subject: { type: 'vm', ...vm }, hint: 'Take it out first.', reason: { code: 'iso_in_machine', params: { file, vm: vm.name } } })

/**
 * Removes a file from the folder iso/ of a storage domain, on each host that has one of its own there. Errors: NOT_FOUND, BAD_INPUT; IN_USE when a machine wants
 * it, also one that is down or another tool's; NO_HOST when none that is Up sees the domain.
 */
export async function removeIso({ db, user, newId }: CommandContext, { id, file }: { id: string; file: string }, onHost: OnHost): Promise<Record<string, never>> {
  if (!MediaFile.safeParse(file).success) throw new AppError('BAD_INPUT', 'That is no name of a file.', { field: 'file' })
  const domain = await db.storageDomain.findUnique({ where: { id }, select: { id: true, name: true, path: true } })
  if (!domain) throw new AppError('NOT_FOUND', `There is no storage domain ${id}.`, { subject: { type: 'storage-domain', id } })
  const subject = { type: 'storage-domain', id, name: domain.name }
  const path = `${domain.path}/iso/${file}`
  const wanting = await mediaUser(db, path)
  if (wanting) throw inUse(file, wanting)
  const hostIds = await hostsSeeing(db, id)
  if (hostIds.length === 0) throw new AppError('NO_HOST', `No host that is Up can write to storage domain ${domain.name}.`, { subject })
  for (const hostId of hostIds) {
    const [holder] = await onHost(hostId, client => client.disk.holders({ paths: [path] }))
    if (holder) throw inUse(file, holder)
  }
  for (const hostId of hostIds) await onHost(hostId, client => client.disk.ensureAbsent({ stepId: newId(), storagePath: domain.path, path }))
  await db.$transaction(tx => appendEvent(tx, { code: 'iso.removed', params: { name: domain.name, file }, message: `${file} was removed from ${domain.name}.`, subject, user }))
  return {}
}
