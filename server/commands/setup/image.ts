import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { AppError } from '@/server/domain/error'

const Info = z.object({ 'virtual-size': z.number(), 'backing-filename': z.string().optional() })
const mib = 1_048_576

/** Size that a guest sees of a qcow2 image. Errors: IMAGE_MISSING, IMAGE_DAMAGED. */
export async function imageSizeMiB(path: string): Promise<number> {
  // The format is named, never probed: a raw image can pretend to be another one (CVE-2008-2004).
  const { stdout } = await promisify(execFile)('qemu-img', ['info', '--output=json', '-f', 'qcow2', path], { timeout: 30_000 }).catch(
    (error: Error & { stderr?: string }) => {
      const missing = /No such file/.test(error.stderr ?? '')
      throw new AppError(missing ? 'IMAGE_MISSING' : 'IMAGE_DAMAGED', missing ? `There is no image ${path}.` : `The image ${path} can't be read as qcow2.`, {
        cause: { system: 'qemu-img', message: error.stderr ?? error.message },
      })
    },
  )
  const info = Info.parse(JSON.parse(stdout))
  if (info['backing-filename']) throw new AppError('IMAGE_DAMAGED', `The image ${path} depends on ${info['backing-filename']}.`)
  return Math.ceil(info['virtual-size'] / mib)
}
