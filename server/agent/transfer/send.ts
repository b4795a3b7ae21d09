import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { agentImagePath } from '@/server/contract/agent/image-data'
import { AppError } from '@/server/domain/error'
import { byteRange } from '@/server/domain/transfer/range'
import { toWireError } from '@/server/domain/wire-error'
import type { Agent } from '@/server/agent/agent'
import { holdersOf } from '@/server/agent/disks/held'
import { imagePlace } from '@/server/agent/disks/place'
import { missing } from '@/server/agent/disks/qemu-img'
import { fingerprint, wholeFile } from '@/server/agent/imports/file'
import { connected } from '@/server/agent/vms/on-vm'

const Query = z.object({ storagePath: z.string().min(1), path: z.string().min(1), idle: z.literal('1').nullable() })

const changed = (path: string): AppError => new AppError('IN_USE', `The image ${path} was written while it was read.`, { subject: { type: 'image', name: path } })

/** Errors: IN_USE, LIBVIRT. */
const requireIdle = async (agent: Agent, place: string): Promise<void> => {
  const holder = (await holdersOf(await connected(agent, 'side'), place)).find(({ active }) => active)
  if (!holder) return
  throw new AppError('IN_USE', `The image ${place} is in use: machine “${holder.name}” runs.`, { subject: { type: 'vm', id: holder.id, name: holder.name }, reason: { code: 'disk_in_machine', params: { vm: holder.name } } })
}

/** The last piece is kept back until it is known that all belong together: without it no receiver takes the file for whole. */
async function* whileUnchanged(pieces: AsyncIterable<Buffer>, check: () => Promise<void>): AsyncGenerator<Buffer> {
  let last: Buffer | null = null
  for await (const piece of pieces) {
    if (last) yield last
    last = piece
  }
  await check()
  if (last) yield last
}

const send = async (agent: Agent, request: IncomingMessage, response: ServerResponse, query: z.infer<typeof Query>): Promise<void> => {
  const place = await imagePlace(query.storagePath, query.path)
  if (query.idle) await requireIdle(agent, place)
  const { sizeBytes } = await wholeFile(place).catch(() => { throw missing(place) })
  const print = await fingerprint([place])
  const etag = `"${createHash('sha256').update(print).digest('hex').slice(0, 32)}"`
  const { range: asked, 'if-range': condition } = request.headers
  const range = condition === undefined || condition === etag ? byteRange(asked, sizeBytes) : null
  const common = { etag, 'accept-ranges': 'bytes' }
  if (range === 'none') return void response.writeHead(416, { ...common, 'content-range': `bytes */${sizeBytes}` }).end()
  const { from, to } = range ?? { from: 0, to: sizeBytes - 1 }
  const part = range ? { 'content-range': `bytes ${from}-${to}/${sizeBytes}` } : {}
  response.writeHead(range ? 206 : 200, { ...common, ...part, 'content-length': to - from + 1, 'content-type': 'application/octet-stream' })
  if (request.method === 'HEAD' || sizeBytes === 0) return void response.end()
  const check = async () => {
    if ((await fingerprint([place])) !== print) throw changed(place)
  }
  await pipeline(whileUnchanged(createReadStream(place, { start: from, end: to, highWaterMark: 1024 ** 2 }), check), response)
}

/** Serves `agentImagePath`; false when the request is for something else. */
export const serveImage = async (agent: Agent, request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://agent')
  if (pathname !== agentImagePath || (request.method !== 'GET' && request.method !== 'HEAD')) return false
  try {
    const query = Query.parse({ storagePath: searchParams.get('storagePath'), path: searchParams.get('path'), idle: searchParams.get('idle') })
    await send(agent, request, response, query)
  } catch (error) {
    if (response.headersSent) {
      // Whoever has left needs no word of it; all others see that the answer is not whole.
      agent.log.info({ err: error }, 'an image was not sent to its end')
      response.destroy()
      return true
    }
    const told = toWireError(error)
    agent.log.info({ err: error }, 'an image was not sent')
    response.writeHead(told.status, { 'content-type': 'application/json' }).end(JSON.stringify(told))
  }
  return true
}
