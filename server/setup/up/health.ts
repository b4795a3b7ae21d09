import { request as plain } from 'node:http'
import { request as tls } from 'node:https'
import { waitFor } from '../wait'
import type { Options } from './options'

export interface Health {
  status: string
  database: string
  instanceId: string | null
}

const loopback = /^(127\.|localhost$|::1$)/
const anywhere = new Set(['0.0.0.0', '::'])

/** Where the console is, for a person: plain HTTP on loopback, HTTPS elsewhere. */
export function consoleAddress({ address, port }: Options): string {
  const host = anywhere.has(address) ? '127.0.0.1' : address
  return `${loopback.test(address) ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** The manager's own word about itself, or undefined when there is none. */
export function askHealth(options: Options): Promise<Health | undefined> {
  const url = `${consoleAddress(options)}/api/v1/health`
  // The certificate may be one that the manager has just made; nothing secret is asked.
  const ask = url.startsWith('https') ? (): ReturnType<typeof tls> => tls(url, { rejectUnauthorized: false, timeout: 5_000 }) : (): ReturnType<typeof plain> => plain(url, { timeout: 5_000 })
  return new Promise(resolve => {
    const asked = ask()
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(undefined))
    asked.on('response', response => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', () => resolve(undefined))
      response.on('end', () => resolve(response.statusCode === 200 ? parse(Buffer.concat(parts).toString()) : undefined))
    })
    asked.end()
  })
}

function parse(text: string): Health | undefined {
  try {
    return JSON.parse(text) as Health
  } catch {
    return undefined
  }
}

/** Waits until the manager says that all is well. @param isLost ends the wait early @returns undefined when it does not in time */
export async function waitForHealth(options: Options, timeoutMs: number, isLost: () => Promise<boolean>): Promise<Health | undefined> {
  const answer = await waitFor(async () => {
    const health = await askHealth(options)
    return health?.status === 'ok' ? health : (await isLost()) && 'lost'
  }, timeoutMs, 100)
  return answer === 'lost' ? undefined : answer
}
