import { request } from 'node:https'
import { json } from 'node:stream/consumers'
import { agentUploadPath } from '@/server/contract/agent/upload'
import { fromWireError } from '@/server/domain/wire-error'
import type { TestHost } from './test-host'

/** Sends bytes of an upload as the manager does; how far the host is then. Errors: AppErrors of the agent. */
export const sendPiece = ({ port, tls }: Pick<TestHost, 'port' | 'tls'>, uploadId: string, offset: number, bytes: Buffer): Promise<number> =>
  new Promise((resolve, reject) => {
    const call = request(`https://127.0.0.1:${port}${agentUploadPath(uploadId)}?offset=${offset}`, {
      ...tls, checkServerIdentity: () => undefined, method: 'PUT', headers: { 'content-length': bytes.length },
    })
    call.on('error', (error) => reject(fromWireError(error)))
    call.on('response', (answer) => {
      json(answer).then((body) => {
        if (answer.statusCode === 200) resolve((body as { offset: number }).offset)
        else reject(fromWireError(body))
      }, reject)
    })
    call.end(bytes)
  })
