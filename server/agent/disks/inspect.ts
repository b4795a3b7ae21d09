import type { Agent } from '@/server/agent/agent'
import { fromLibvirt } from '@/server/agent/vms/libvirt-error'
import { connected } from '@/server/agent/vms/on-vm'
import { figures } from './ensure'
import type { DiskFigures } from './ensure'
import { holdersOf } from './held'
import { checkImage, damaged, imageInfo } from './qemu-img'
import type { ImageFormat } from './qemu-img'

/**
 * Figures of an image, after a check of its tables unless that is not wanted; an image that a running machine holds is only looked at. Errors:
 * IMAGE_MISSING, IMAGE_DAMAGED, LIBVIRT.
 */
export const inspectDisk = async (agent: Agent, { path, format, check = true }: { path: string; format: ImageFormat; check?: boolean }): Promise<DiskFigures & { backing: string | null }> => {
  const info = await imageInfo(path, format)
  if (info.corrupt) throw damaged(path, { stderr: 'the image is marked corrupt', stdout: '' })
  if (!check) return { ...figures(info), backing: info.backing }
  const holders = await holdersOf(await connected(agent, 'libvirt'), path).catch((error: unknown) => {
    throw fromLibvirt(error, `see who uses the image ${path}`)
  })
  if (format === 'qcow2' && !holders.some(({ active }) => active)) await checkImage(path)
  return { ...figures(info), backing: info.backing }
}
