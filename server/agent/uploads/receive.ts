import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { AppError } from '@/server/domain/error'
import { toWireError } from '@/server/domain/wire-error'
import type { Agent } from '@/server/agent/agent'
import { takeIn } from './take-in'
import { teller } from './teller'

const path = /^\/upload\/([^/]+)$/

const wrongOffset = (id: string, offset: number): AppError =>
  new AppError('WRONG_STATE', `The host has ${offset} bytes of the file; the next ones must begin there.`, {
    subject: { type: 'upload', id }, reason: { code: 'upload_offset', params: { offset } },
  })

const receive = async (agent: Agent, id: string, from: number, request: IncomingMessage): Promise<number> => {
  const incoming = await agent.uploads.need(id)
  // Whoever comes back after a lost connection may be faster than the news of its end.
  incoming.stop?.()
  return agent.turns.take(`upload ${id}`, async () => {
    if (incoming.record.sha256 || from !== incoming.offset) throw wrongOffset(id, incoming.offset)
    incoming.stop = () => request.destroy()
    try {
      const { sizeBytes, stepId } = incoming.record
      const tell = teller(agent, stepId)
      await takeIn(agent, id, incoming, request.iterator({ destroyOnReturn: false }), sizeBytes, (offset) => tell(offset / sizeBytes))
      return incoming.offset
    } finally {
      incoming.stop = null
    }
  })
}

/** Serves `agentUploadPath`; false when the request is for something else. */
export const serveUpload = async (agent: Agent, request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
  const url = new URL(request.url ?? '/', 'http://agent')
  const id = z.uuid().safeParse(path.exec(url.pathname)?.[1])
  if (request.method !== 'PUT' || !id.success) return false
  const answer = (status: number, body: object): void => {
    if (response.destroyed) return
    // The rest of what was refused is read and dropped: closing the connection upon it could take the answer along.
    request.resume()
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  try {
    const from = z.coerce.number().int().min(0).parse(url.searchParams.get('offset'))
    answer(200, { offset: await receive(agent, id.data, from, request) })
  } catch (error) {
    if (request.destroyed && !request.readableEnded) return true
    const told = toWireError(error)
    agent.log.info({ err: error, upload: id.data }, 'a piece of an upload was refused')
    answer(told.status, told)
  }
  return true
}
