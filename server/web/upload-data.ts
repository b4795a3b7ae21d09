import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import type { Logger } from 'pino'
import { agentUploadPath } from '@/server/contract/agent/upload'
import { credentialsOfRequest, openSession } from '@/server/api/credentials'
import { asAppError } from '@/server/api/problem'
import { refuseForeign } from '@/server/api/same-origin'
import { ownUpload } from '@/server/api/upload'
import { mayDo } from '@/server/domain/access/decide'
import { AppError } from '@/server/domain/error'
import type { Db } from '@/server/store/db'
import { pathOf } from '@/server/store/path'
import type { UploadFacts } from '@/server/store/upload/read'
import { notePiece } from '@/server/store/upload/write'
import { errorIn, requestAgent } from './agent-request'
import { sendProblem } from './problem'

const pattern = /^\/api\/v1\/uploads\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/data$/i
interface Piece {
  id: string
  offset: number
}

const pieceOf = (url: string | undefined): Piece | null => {
  const { pathname, searchParams } = new URL(url ?? '/', 'http://any')
  const [, id] = pattern.exec(pathname) ?? []
  if (!id) return null
  const told = searchParams.get('offset') ?? ''
  return { id: id.toLowerCase(), offset: /^\d{1,15}$/.test(told) ? Number(told) : -1 }
}

/** Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, WRONG_STATE. */
async function admit(db: Db, request: IncomingMessage, { id }: Piece): Promise<UploadFacts & { hostId: string }> {
  const credentials = credentialsOfRequest(request)
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value)
  refuseForeign({ method: 'PUT', headers, host: request.headers.host ?? '' }, credentials.kind)
  const opened = await openSession(db, credentials, new Date())
  if (!opened) throw new AppError('UNAUTHENTICATED', 'You are not logged in.', { hint: 'Log in, or send the token as Authorization: Bearer.' })
  const { user, grants } = opened.session
  const facts = await ownUpload(db, id, user.id)
  const path = await pathOf(db, 'storage-domain', facts.storageDomain.id)
  if (!path || !mayDo(grants, 'disk.create', path)) throw new AppError('FORBIDDEN', 'You have no role that allows disk.create here.', { reason: { code: 'forbidden', params: { verb: 'disk.create' } } })
  if (facts.url !== null || facts.sha256 !== null || facts.job.endedAt !== null) {
    throw new AppError('WRONG_STATE', `${facts.fileName} is not being sent any more.`, { subject: { type: 'upload', id }, reason: { code: 'upload_ended', params: { name: facts.fileName } } })
  }
  // The job has yet to choose a host: a moment later it will have.
  if (facts.hostId === null) throw new AppError('LOCKED', `No host has been chosen for ${facts.fileName} yet.`, { subject: { type: 'upload', id }, hint: 'Try again in a moment.', reason: { code: 'upload_waits', params: {} } })
  return { ...facts, hostId: facts.hostId }
}

/** Hands the bytes on to the host as they come: no more than a few buffers of them are here at any time. Errors: the agent's, HOST_UNREACHABLE. */
async function handOn(db: Db, hostId: string, request: IncomingMessage, { id, offset }: Piece): Promise<number> {
  const length = request.headers['content-length']
  const { call, answered } = await requestAgent(db, hostId, {
    method: 'PUT', path: `${agentUploadPath(id)}?offset=${offset}`, headers: length === undefined ? {} : { 'content-length': length },
  })
  // A host that answers early has refused: what it says counts, and its end must not be that of the browser's connection.
  request.pipe(call)
  request.on('error', () => call.destroy())
  try {
    const answer = await answered
    const body = await json(answer)
    if (answer.statusCode !== 200) throw errorIn(body)
    return (body as { offset: number }).offset
  } finally {
    request.unpipe(call)
    call.destroy()
  }
}

/** `PUT /api/v1/uploads/{id}/data?offset=N`. False when the request is for something else. */
export function serveUploadData({ db, log }: { db: Db; log: Pick<Logger, 'info' | 'error'> }): (request: IncomingMessage, response: ServerResponse) => boolean {
  const serve = async (request: IncomingMessage, response: ServerResponse, piece: Piece): Promise<void> => {
    try {
      if (piece.offset < 0) throw new AppError('BAD_INPUT', 'offset must be a number of bytes.', { field: 'offset' })
      const { hostId, fileName } = await admit(db, request, piece)
      await notePiece(db, piece.id, { seenAt: new Date() })
      const offset = await handOn(db, hostId, request, piece)
      await notePiece(db, piece.id, { offset, seenAt: new Date() })
      log.info({ upload: piece.id, file: fileName, offset }, 'A piece of an upload has arrived.')
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify({ offset }))
    } catch (error) {
      if (asAppError(error).code === 'INTERNAL') log.error({ err: error, upload: piece.id }, 'A piece of an upload failed.')
      // What was refused is read and dropped, so that the answer arrives.
      request.resume()
      if (!response.destroyed) sendProblem(response, error)
    }
  }
  return (request, response) => {
    const piece = request.method === 'PUT' ? pieceOf(request.url) : null
    if (!piece) return false
    void serve(request, response, piece)
    return true
  }
}
