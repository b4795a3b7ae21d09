import { rm } from 'node:fs/promises'
import type { ImportImage } from '@/server/contract/agent/import'
import { AppError } from '@/server/domain/error'
import type { Agent } from '@/server/agent/agent'
import { copyImage } from '@/server/agent/disks/copy'
import { exists, figures, publish, requireSpace, reserveMiB } from '@/server/agent/disks/ensure'
import type { DiskFigures } from '@/server/agent/disks/ensure'
import { imagePlace } from '@/server/agent/disks/place'
import { imageInfo } from '@/server/agent/disks/qemu-img'
import { fingerprint } from './file'
import { measure } from './measure'
import { importSource } from './source'

export interface ImportCopy extends ImportImage {
  stepId: string
  target: { storagePath: string; path: string; format: 'qcow2' | 'raw' }
}

const MiB = 1024 ** 2

const changed = (name: string): AppError =>
  new AppError('IMAGE_DAMAGED', `${name} was changed while it was copied.`, {
    subject: { type: 'image', name }, hint: 'Wait until it is written completely, then import it again.', reason: { code: 'image_changed', params: { name } },
  })

/** What can be imported and how large it is. Errors: as of importSource and measure. */
export const inspectImport = async (image: ImportImage): Promise<{ sizeMiB: number; neededMiB: number }> => {
  const { sizeBytes, neededBytes } = await measure(await importSource(image))
  return { sizeMiB: Math.ceil(sizeBytes / MiB), neededMiB: Math.ceil(neededBytes / MiB) }
}

/**
 * Under its name only when it is whole and on disk, as every image (disks/ensure.ts). What was judged is what was copied: a file
 * that changes meanwhile spoils the copy. Errors: NOT_FOUND, IMAGE_DAMAGED, DISK_FULL, IN_USE, TIMEOUT, CANCELLED.
 */
export const copyImport = (agent: Agent, call: ImportCopy): Promise<DiskFigures> =>
  agent.turns.take(`disk ${call.target.path}`, async () => {
    const { target, stepId } = call
    const place = await imagePlace(target.storagePath, target.path)
    if (await exists(place)) return figures(await imageInfo(place, target.format))
    const source = await importSource(call)
    const before = await fingerprint(source.places)
    const { sizeBytes, neededBytes } = await measure(source)
    await requireSpace(place, reserveMiB + Math.ceil(neededBytes / MiB))
    const partial = `${place}.partial`
    await rm(partial, { force: true })
    try {
      const whole = Math.ceil(sizeBytes / MiB) * MiB
      await copyImage({ agent, stepId, source: { path: source.name, node: source.node }, target: { path: partial, format: target.format }, sizeBytes: whole })
      if ((await fingerprint(source.places).catch(() => '')) !== before) throw changed(source.name)
      await publish(partial, place)
    } catch (error) {
      await rm(partial, { force: true })
      throw error
    }
    return figures(await imageInfo(place, target.format))
  })
