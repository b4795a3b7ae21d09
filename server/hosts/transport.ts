import { Agent, request } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { createSecureContext } from 'node:tls'
import type { AgentTls } from './tls'

export interface AgentTransport {
  fetch: (request: Request) => Promise<Response>
  /** Closes the idle connections. */
  close: () => void
}

const responseHeaders = (headers: IncomingHttpHeaders): Headers => {
  const result = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    for (const one of [value ?? []].flat()) result.append(name, one)
  }
  return result
}

/** 204 and its like must not have a body, or the constructor of Response throws. */
const bodyless = new Set([204, 205, 304])

/**
 * `fetch` over node:https, because the built-in fetch takes no client certificate. Connections are kept and used again:
 * a TLS handshake costs more than most calls.
 */
export const agentTransport = (tls: AgentTls): AgentTransport => {
  const { ca, cert, key, ...rest } = tls
  // Reading a key costs more than a call: once for all connections.
  const agent = new Agent({ keepAlive: true, maxSockets: 32, maxFreeSockets: 4, secureContext: createSecureContext({ ca, cert, key }), ...rest })
  const fetch = async (asked: Request): Promise<Response> => {
    const body = asked.body ? Buffer.from(await asked.arrayBuffer()) : undefined
    return new Promise((resolve, reject) => {
      const headers = { ...Object.fromEntries(asked.headers), ...(body ? { 'content-length': String(body.length) } : {}) }
      const call = request(asked.url, { method: asked.method, headers, agent, signal: asked.signal }, answer => {
        const status = answer.statusCode ?? 500
        const stream = bodyless.has(status) ? null : (Readable.toWeb(answer) as NodeReadableStream<Uint8Array> as ReadableStream<Uint8Array>)
        resolve(new Response(stream, { status, headers: responseHeaders(answer.headers) }))
      })
      // Small calls must not wait for Nagle.
      call.setNoDelay(true)
      call.on('error', reject)
      call.end(body)
    })
  }
  return { fetch, close: () => agent.destroy() }
}
