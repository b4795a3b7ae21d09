import type { Agent } from '@/server/agent/agent'
import { run } from '@/server/agent/facts/run'
import { figures } from './ensure'
import type { DiskFigures } from './ensure'
import { onIdleImage } from './idle'
import type { OnImage } from './idle'
import { failure, imageInfo, limited } from './qemu-img'

const MiB = 1024 ** 2
const shrinkMs = 300_000

/** An image that is as small already stays. Errors: as of onIdleImage. */
export const shrinkDisk = (agent: Agent, call: OnImage & { sizeMiB: number }): Promise<DiskFigures> =>
  onIdleImage(agent, call, async (place, info) => {
    const { format, sizeMiB } = call
    if (info.sizeBytes <= sizeMiB * MiB) return figures(info)
    const ran = await run('prlimit', limited(['resize', '-q', '--shrink', '-f', format, place, String(sizeMiB * MiB)]), shrinkMs)
    if (ran.code !== 0) throw failure(place, ran)
    return figures(await imageInfo(place, format))
  })
