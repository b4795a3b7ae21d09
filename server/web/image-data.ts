import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Logger } from 'pino'
import { agentImagePath } from '@/server/contract/agent/image-data'
import { MediaFile } from '@/server/contract/api/vm-source'
import { credentialsOfRequest, openSession } from '@/server/api/credentials'
import { noSuch } from '@/server/api/permission'
import { asAppError } from '@/server/api/problem'
import { mayDo } from '@/server/domain/access/decide'
import { AppError } from '@/server/domain/error'
import type { Db } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { pathOf } from '@/server/store/path'
import { getDisk } from '@/server/store/read/disk'
import { getStorageDomain } from '@/server/store/read/storageDomain'
import type { Caller } from '@/server/store/scope'
import { hostsSeeing } from '@/server/store/vm/placement'
import { errorIn, requestAgent } from './agent-request'
import { sendProblem } from './problem'

const uuid = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'
const diskPattern = new RegExp(`^/api/v1/disks/${uuid}/content$`, 'i')
const isoPattern = new RegExp(`^/api/v1/storage-domains/${uuid}/isos/([^/]+)$`, 'i')

/** What is asked for, and where it lies. */
interface Image {
  storageDomainId: string
  path: string
  fileName: string
  /** A disk must not be written meanwhile; a CD image never is. */
  idle: boolean
  subject: { type: string; id: string; name: string }
}

const codes: Partial<Record<string, 'LOCKED' | 'IN_USE'>> = { disk_busy: 'LOCKED', disk_runs: 'IN_USE' }

async function diskImage(db: Db, id: string, caller: Caller): Promise<Image> {
  const disk = (await pathOf(db, 'disk', id)) && (await getDisk(db, id, caller))
  if (!disk) throw noSuch('disk', id)
  const { allowed, reason } = disk.actions.download ?? { allowed: false, reason: null }
  const subject = { type: 'disk', id, name: disk.name }
  if (!allowed) {
    const code = reason?.code === 'forbidden' ? 'FORBIDDEN' : (codes[reason?.code ?? ''] ?? 'WRONG_STATE')
    throw new AppError(code, `The disk ${disk.name} can't be downloaded now. ${reason?.text ?? ''}`.trim(), { subject, ...(reason ? { reason: { code: reason.code, params: reason.params } } : {}) })
  }
  return { storageDomainId: disk.storageDomain.id, path: disk.path, fileName: `${disk.name}.${disk.format}`, idle: true, subject }
}

async function isoImage(db: Db, id: string, file: string, caller: Caller): Promise<Image> {
  const path = await pathOf(db, 'storage-domain', id)
  const domain = path && (await getStorageDomain(db, id, caller))
  if (!path || !domain || !mayDo(caller.grants, 'storage-domain.read', path)) throw noSuch('storage-domain', id)
  if (!mayDo(caller.grants, 'storage-domain.download', path)) throw new AppError('FORBIDDEN', 'You have no role that allows storage-domain.download here.', { reason: { code: 'forbidden', params: { verb: 'storage-domain.download' } } })
  if (!MediaFile.safeParse(file).success) throw new AppError('BAD_INPUT', 'That is no name of a file.', { field: 'file' })
  return { storageDomainId: id, path: `${domain.path}/iso/${file}`, fileName: file, idle: false, subject: { type: 'storage-domain', id, name: domain.name } }
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

async function imageFor(db: Db, request: IncomingMessage, pathname: string): Promise<Image & { user: Caller }> {
  const opened = await openSession(db, credentialsOfRequest(request), new Date())
  if (!opened) throw new AppError('UNAUTHENTICATED', 'You are not logged in.', { hint: 'Log in, or send the token as Authorization: Bearer.' })
  const user = { ...opened.session.user, grants: opened.session.grants }
  const [, diskId] = diskPattern.exec(pathname) ?? []
  if (diskId) return { ...(await diskImage(db, diskId.toLowerCase(), user)), user }
  const [, domainId = '', file = ''] = isoPattern.exec(pathname) ?? []
  return { ...(await isoImage(db, domainId.toLowerCase(), decoded(file), user)), user }
}

/** The first host that has it: of a local storage domain each host has its own folder. Errors: NO_HOST, IMAGE_MISSING, the agent's. */
async function openImage(db: Db, request: IncomingMessage, { storageDomainId, path, idle, subject }: Image): Promise<IncomingMessage> {
  const domain = await db.storageDomain.findUnique({ where: { id: storageDomainId }, select: { path: true, name: true } })
  const query = new URLSearchParams({ storagePath: domain?.path ?? '', path, ...(idle ? { idle: '1' } : {}) })
  let last = new AppError('NO_HOST', `No host that is Up sees storage domain ${domain?.name ?? ''}.`, { subject })
  for (const hostId of await hostsSeeing(db, storageDomainId)) {
    const headers = Object.fromEntries((['range', 'if-range'] as const).flatMap(name => (request.headers[name] === undefined ? [] : [[name, request.headers[name]]])))
    const { call, answered } = await requestAgent(db, hostId, { method: request.method ?? 'GET', path: `${agentImagePath}?${query}`, headers })
    call.end()
    const answer = await answered
    if ([200, 206, 416].includes(answer.statusCode ?? 0)) return answer
    last = errorIn(request.method === 'HEAD' ? { code: answer.statusCode === 422 ? 'IMAGE_MISSING' : 'IN_USE', message: `${path} can't be read.` } : await json(answer))
    answer.destroy()
    if (last.code !== 'IMAGE_MISSING') throw last
  }
  throw last
}

const passed = ['content-length', 'content-range', 'accept-ranges', 'etag'] as const
/** RFC 6266, 5987: names of any script. */
const attachment = (name: string): string => `attachment; filename="image"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`

const record = (db: Db, { subject, fileName, user }: Image & { user: Caller }): Promise<unknown> =>
  db.$transaction(tx => appendEvent(tx, { code: 'image.downloaded', params: { name: subject.name, file: fileName }, message: `${user.username} downloads ${fileName}.`, subject, user }))

/** `GET /api/v1/disks/{id}/content` and `/api/v1/storage-domains/{id}/isos/{file}`. False when the request is for something else. */
export function serveImageData({ db, log }: { db: Db; log: Pick<Logger, 'info' | 'error'> }): (request: IncomingMessage, response: ServerResponse) => boolean {
  const serve = async (request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> => {
    try {
      const image = await imageFor(db, request, pathname)
      const answer = await openImage(db, request, image)
      const headers = Object.fromEntries(passed.flatMap(name => (answer.headers[name] === undefined ? [] : [[name, answer.headers[name]]])))
      // A mere look is not told.
      if (request.method === 'GET' && Number(answer.headers['content-length']) > 1) await record(db, image)
      response.writeHead(answer.statusCode ?? 500, { ...headers, 'content-type': 'application/octet-stream', 'content-disposition': attachment(image.fileName), 'cache-control': 'private, no-cache' })
      await pipeline(answer, response)
    } catch (error) {
      if (response.headersSent) log.info({ err: error }, 'A download ended before its end.')
      else if (asAppError(error).code === 'INTERNAL') log.error({ err: error }, 'A download failed.')
      if (!response.destroyed) sendProblem(response, error)
    }
  }
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://any')
    if ((request.method !== 'GET' && request.method !== 'HEAD') || !(diskPattern.test(pathname) || isoPattern.test(pathname))) return false
    void serve(request, response, pathname)
    return true
  }
}
