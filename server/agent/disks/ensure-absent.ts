import { open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '@/server/domain/error'
import type { Agent } from '@/server/agent/agent'
import { connected } from '@/server/agent/vms/on-vm'
import { fromLibvirt } from '@/server/agent/vms/libvirt-error'
import { holdersOf } from './held'
import { imagePlace } from './place'
import { abortWork } from './under-way'

/** The image does not exist, and is not being made; a missing one is success. Errors: IN_USE when a machine on this host has it, BAD_INPUT, LIBVIRT. */
export const ensureDiskAbsent = async (agent: Agent, { storagePath, path }: { storagePath: string; path: string }): Promise<Record<string, never>> => {
  const place = await imagePlace(storagePath, path)
  // A copy holds the turn.
  abortWork(`${place}.partial`)
  return agent.turns.take(`disk ${path}`, async () => {
    const [holder] = await holdersOf(await connected(agent, 'libvirt'), place).catch((error: unknown) => {
      throw fromLibvirt(error, `see who uses the image ${path}`)
    })
    if (holder) {
      throw new AppError('IN_USE', `The image ${path} is a disk of machine “${holder.name}”.`, {
        subject: { type: 'vm', id: holder.id, name: holder.name },
        hint: 'Detach the disk or remove the machine first.',
      })
    }
    for (const each of [place, `${place}.partial`]) await rm(each, { force: true })
    const folder = await open(dirname(place), 'r')
    await folder.sync().finally(() => folder.close())
    return {}
  })
}
