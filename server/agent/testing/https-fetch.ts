import { Agent, request as httpsRequest } from 'node:https'
import type { AgentOptions } from 'node:https'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'

/** `fetch` with a client certificate, which the built-in one cannot show. The body of the answer is a stream. */
export const httpsFetch = (tls: AgentOptions) => {
  const agent = new Agent({ ...tls, keepAlive: true })
  const fetch = async (request: Request): Promise<Response> => {
    const body = request.body ? await buffer(Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0])) : undefined
    return new Promise((resolve, reject) => {
      const headers = { ...Object.fromEntries(request.headers), ...(body ? { 'content-length': String(body.length) } : {}) }
      const sent = httpsRequest(request.url, { agent, method: request.method, headers, signal: request.signal })
      sent.on('error', reject)
      sent.on('response', (answer) => {
        const known = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]))
        resolve(new Response(Readable.toWeb(answer) as ReadableStream, { status: answer.statusCode, headers: known }))
      })
      sent.end(body)
    })
  }
  return { fetch, close: () => agent.destroy() }
}
