import { rm } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import { AppError } from '@/server/domain/error'
import { domainFolders } from '@/server/domain/storage-domain/folders'
import type { Agent } from '@/server/agent/agent'
import { usersBelow } from '@/server/agent/disks/held'
import { fromLibvirt } from '@/server/agent/vms/libvirt-error'
import { connected } from '@/server/agent/vms/on-vm'

/**
 * The folders that a storage domain has are gone, with everything in them; other files of the folder stay. Links are removed, not
 * followed. Errors: BAD_INPUT, IN_USE when a machine of this host, Atrium's or not, has an image in it, FORBIDDEN, LIBVIRT.
 */
export const wipeDomain = (agent: Agent, { id, path }: { id: string; path: string }): Promise<Record<string, never>> =>
  agent.turns.take(`storage ${id}`, async () => {
    if (!isAbsolute(path) || normalize(path) !== path || path === '/') throw new AppError('BAD_INPUT', `“${path}” is not the full path of a folder.`, { field: 'path' })
    const [user] = await usersBelow(await connected(agent, 'libvirt'), path).catch((error: unknown) => {
      throw fromLibvirt(error, `see who uses images below ${path}`)
    })
    if (user) {
      throw new AppError('IN_USE', `Machine “${user.name}” of this host has a disk below ${path}. Nothing was removed.`, { subject: { type: 'vm', id: user.id, name: user.name } })
    }
    for (const folder of domainFolders) await removeFolder(join(path, folder))
    await agent.storage.forget(id)
    return {}
  })

const removeFolder = async (folder: string): Promise<void> => {
  try {
    await rm(folder, { recursive: true, force: true })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new AppError('FORBIDDEN', `The folder ${folder} cannot be removed.`, { field: 'path', cause: { system: 'file', code, message } })
  }
}
