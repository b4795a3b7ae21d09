import { z } from 'zod'
import type { DiskRepair, DiskReport } from '@/server/contract/agent/disk-check'
import { AppError } from '@/server/domain/error'
import type { Agent } from '@/server/agent/agent'
import { runWatched } from '@/server/agent/program/run-watched'
import { onIdleImage } from './idle'
import type { OnImage } from './idle'
import { imagePlace } from './place'
import { failure } from './qemu-img'
import { abortWork, beginWork } from './under-way'

/** It tells no progress, so only the whole can be timed: a large image on slow storage. */
const checkMs = 2 * 3_600_000

const count = z.int().min(0).default(0)
const Printed = z.object({
  'check-errors': count, corruptions: count, leaks: count, 'corruptions-fixed': count, 'leaks-fixed': count,
  'total-clusters': count, 'allocated-clusters': count, 'fragmented-clusters': count,
}).transform((all): DiskReport => ({
  checkErrors: all['check-errors'], corruptions: all.corruptions, leaks: all.leaks, corruptionsFixed: all['corruptions-fixed'], leaksFixed: all['leaks-fixed'],
  clusters: all['total-clusters'], allocatedClusters: all['allocated-clusters'], fragmentedClusters: all['fragmented-clusters'],
}))

/** 0 = sound, 2 = damaged, 3 = leaks; the figures say it all. Any other code comes without them. */
const answers: readonly (number | null)[] = [0, 2, 3]

/** Errors: as of onIdleImage, BAD_INPUT for a raw image, TIMEOUT, CANCELLED. */
export const checkDisk = (agent: Agent, call: OnImage & { repair: DiskRepair }): Promise<DiskReport> => {
  const { format, repair, path } = call
  if (format === 'raw') throw new AppError('BAD_INPUT', `The image ${path} is raw: it has no tables to check.`, { field: 'format', reason: { code: 'disk_raw_check', params: {} } })
  return onIdleImage(agent, call, async (place) => {
    const { signal, end } = beginWork(place)
    const args = ['--as=2147483648', '--', 'qemu-img', 'check', '--output=json', '-f', format, ...(repair === 'none' ? [] : ['-r', repair]), place]
    const { how, ...ran } = await runWatched({ program: 'prlimit', args, stallMs: checkMs, signal, judge: () => 'silent' })
    end()
    if (how === 'aborted') throw new AppError('CANCELLED', `Checking the image ${path} was stopped.`)
    if (how === 'stalled') throw new AppError('TIMEOUT', `Checking the image ${path} took longer than ${checkMs / 3_600_000} hours.`)
    // QEMU gives nothing back as long as it can't tell what belongs to what.
    if (ran.code === 1 && repair === 'leaks') throw damageFirst(path)
    const found = answers.includes(ran.code) ? Printed.safeParse(parsed(ran.stdout)) : null
    if (!found?.success) throw failure(place, ran)
    return found.data
  })
}

const damageFirst = (path: string): AppError =>
  new AppError('IMAGE_DAMAGED', `The tables of the image ${path} are damaged: repair the damage, too.`, { subject: { type: 'image', name: path }, reason: { code: 'disk_damage_first', params: {} } })

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text.slice(text.indexOf('{')))
  } catch {
    return null
  }
}

/** Errors: BAD_INPUT. */
export const abortDiskWork = async ({ storagePath, path }: { storagePath: string; path: string }): Promise<Record<string, never>> => {
  abortWork(await imagePlace(storagePath, path))
  return {}
}
