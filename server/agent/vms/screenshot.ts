import type { Readable } from 'node:stream'
import { AppError } from '@/server/domain/error'
import type { Agent } from '@/server/agent/agent'
import { fromLibvirt } from './libvirt-error'
import { connected, present, subjectOf } from './on-vm'

const maxBytes = 64 * 1024 * 1024
const timeoutMs = 10_000

const collect = async (stream: Readable): Promise<Buffer> => {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length
    if (size > maxBytes) throw new AppError('INTERNAL', 'The picture of the screen is too large.')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/**
 * What the machine's screen shows now, as QEMU draws it (image/png, or image/x-portable-pixmap from older ones).
 * Errors: NOT_FOUND, WRONG_STATE when it does not run.
 */
export const screenshot = async (agent: Agent, { id }: { id: string }): Promise<File> => {
  const libvirt = await connected(agent, 'libvirt')
  try {
    const { active, observation } = present(await agent.machines.read(libvirt, id), id)
    if (!active)
      throw new AppError('WRONG_STATE', `Machine “${observation.name}” has no screen while it is ${observation.state}.`, {
        subject: subjectOf(id, observation.name),
      })
    const stream = await libvirt.domain.screenshot({ uuid: id }, {}, { timeoutMs, signal: AbortSignal.timeout(timeoutMs) })
    const type = stream.reply ?? 'application/octet-stream'
    return new File([new Uint8Array(await collect(stream))], 'screenshot', { type })
  } catch (error) {
    throw fromLibvirt(error, 'take a picture of the screen', subjectOf(id))
  }
}
