import { AppError } from '@/server/domain/error'
import type { Agent } from '@/server/agent/agent'
import { readSysprep } from '@/server/agent/facts/sysprep'
import { fromLibvirt } from '@/server/agent/vms/libvirt-error'
import { connected } from '@/server/agent/vms/on-vm'
import { exists } from './ensure'
import { holdersOf } from './held'
import { imagePlace } from './place'
import { imageInfo, missing } from './qemu-img'
import type { ImageFormat } from './qemu-img'
import { noSysprep, sysprep } from './sysprep'
import { beginWork } from './under-way'

interface Generalise {
  stepId: string
  /** In the order of the machine. */
  disks: readonly { storagePath: string; path: string; format: ImageFormat }[]
  operations: readonly string[]
}

/** A machine that is defined may start at any moment: only disks that nobody has are opened. Errors: IMAGE_MISSING, IMAGE_DAMAGED, IN_USE, LIBVIRT. */
const requireFree = async (agent: Agent, place: string, format: ImageFormat): Promise<void> => {
  if (!(await exists(place))) throw missing(place)
  const { backing, externalData } = await imageInfo(place, format)
  // What it leans on would be read by a name that stands in the image.
  if (backing !== null || externalData !== null) throw new AppError('IMAGE_DAMAGED', `The image ${place} leans on another one, so it is no copy.`, { subject: { type: 'image', name: place } })
  const [holder] = await holdersOf(await connected(agent, 'libvirt'), place).catch((error: unknown) => {
    throw fromLibvirt(error, `see who uses the image ${place}`)
  })
  if (holder) throw new AppError('IN_USE', `The image ${place} is a disk of machine “${holder.name}”.`, { subject: { type: 'vm', id: holder.id, name: holder.name } })
}

/** Errors: WRONG_STATE, BAD_INPUT. */
const requireOperations = async (operations: readonly string[]): Promise<void> => {
  const facts = await readSysprep()
  if (!facts) throw noSysprep()
  const strange = operations.find((name) => !facts.operations.some((each) => each.name === name))
  if (strange !== undefined) {
    throw new AppError('BAD_INPUT', `virt-sysprep of this host knows no operation “${strange}”.`, { field: 'generalise', reason: { code: 'sysprep_operation', params: { name: strange } } })
  }
}

/** Everybody who wants one of the disks waits. */
const inTurns = (agent: Agent, paths: readonly string[], work: () => Promise<void>): Promise<void> => {
  const [first, ...others] = paths
  return first === undefined ? work() : agent.turns.take(`disk ${first}`, () => inTurns(agent, others, work))
}

/**
 * Makes new disks general by virt-sysprep. Done again after a crash, it finds less to do: it takes things away. Errors: WRONG_STATE, BAD_INPUT,
 * IN_USE, IMAGE_MISSING, IMAGE_DAMAGED, TIMEOUT, CANCELLED, INTERNAL.
 */
export const generalise = async (agent: Agent, { stepId, disks, operations }: Generalise): Promise<Record<string, never>> => {
  const placed = await Promise.all(disks.map(async ({ storagePath, path, format }) => ({ path: await imagePlace(storagePath, path), format })))
  await inTurns(agent, disks.map(({ path }) => path).sort(), async () => {
    for (const { path, format } of placed) await requireFree(agent, path, format)
    await requireOperations(operations)
    const works = placed.map(({ path }) => beginWork(`${path}.partial`))
    let told = 0
    const onProgress = (share: number) => {
      if (share <= told) return
      told = share
      agent.feed.push({ type: 'task', stepId, progress: share, done: false })
    }
    try {
      await sysprep({ disks: placed, operations, emulate: !(await agent.facts.kvmWorks()), signal: AbortSignal.any(works.map(({ signal }) => signal)), onProgress })
    } finally {
      for (const { end } of works) end()
      agent.feed.push({ type: 'task', stepId, progress: 1, done: true })
    }
  })
  return {}
}
