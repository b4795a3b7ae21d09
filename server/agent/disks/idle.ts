import { AppError } from '@/server/domain/error'
import type { Agent } from '@/server/agent/agent'
import { fromLibvirt } from '@/server/agent/vms/libvirt-error'
import { connected } from '@/server/agent/vms/on-vm'
import { exists } from './ensure'
import { holdersOf } from './held'
import { imagePlace } from './place'
import { imageInfo, missing } from './qemu-img'
import type { ImageFormat, ImageInfo } from './qemu-img'

export interface OnImage {
  stepId: string
  storagePath: string
  path: string
  format: ImageFormat
}

/** Work on an image that no machine runs from: alone on it, and it is there. Errors: BAD_INPUT, IMAGE_MISSING, IMAGE_DAMAGED, IN_USE, LIBVIRT. */
export const onIdleImage = <T>(agent: Agent, { storagePath, path, format }: OnImage, work: (place: string, info: ImageInfo) => Promise<T>): Promise<T> =>
  agent.turns.take(`disk ${path}`, async () => {
    const place = await imagePlace(storagePath, path)
    if (!(await exists(place))) throw missing(place)
    const holders = await holdersOf(await connected(agent, 'libvirt'), place).catch((error: unknown) => {
      throw fromLibvirt(error, `see who uses the image ${path}`)
    })
    const runner = holders.find(({ active }) => active)
    if (runner) {
      throw new AppError('IN_USE', `Machine “${runner.name}” runs from the image ${path}.`, {
        subject: { type: 'vm', id: runner.id, name: runner.name }, hint: 'Shut the machine down first.', reason: { code: 'disk_in_machine', params: { vm: runner.name } },
      })
    }
    const info = await imageInfo(place, format)
    if (info.externalData !== null) {
      throw new AppError('IMAGE_DAMAGED', `The image ${path} keeps its data in another file (${info.externalData}), which is not opened.`, { subject: { type: 'image', name: path } })
    }
    return work(place, info)
  })
