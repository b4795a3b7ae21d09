import { lookup } from 'node:dns'
import { request as requestHttp } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { AppError } from '@/server/domain/error'
import { checkUrl } from '@/server/domain/installation/tree-url'
import { isPrivateAddress } from './private-address'

export interface FetchOptions {
  allowPrivate: boolean
  /** Of the input, in refusals. */
  field: string
  maxBytes: number
  /** Ends the whole of it. */
  signal: AbortSignal
}

const redirects = 5
/** Nothing arrives for this long: the server is dead. */
const stallMs = 60_000

const refused = (url: URL, address: string, field: string): AppError =>
  new AppError('BAD_INPUT', `${url.host} has the address ${address}, which is private or of this host.`, {
    field, hint: 'An administrator can allow such addresses in the settings.', reason: { code: 'url_private', params: { host: url.host, address } },
  })
const failed = (url: URL, why: string, field: string): AppError =>
  new AppError('BAD_INPUT', `${url.href} could not be fetched: ${why}.`, { field, reason: { code: 'url_failed', params: { url: url.href, why } } })
const tooLarge = (url: URL, maxBytes: number, field: string): AppError =>
  new AppError('BAD_INPUT', `${url.href} is larger than the ${Math.floor(maxBytes / 1024 ** 2)} MiB that are allowed.`, { field, reason: { code: 'url_large', params: { url: url.href } } })

/** The address that is judged is the one that is connected to: a name that is asked twice may answer in two ways. */
const guardedLookup = (url: URL, { allowPrivate, field }: FetchOptions): LookupFunction => (name, options, callback) => {
  lookup(name, { ...options, all: true }, (error, addresses) => {
    const bad = error || allowPrivate ? undefined : addresses.find(({ address }) => isPrivateAddress(address))
    const [first] = addresses ?? []
    if (error || !first) callback(error ?? new Error('no address'), '', 0)
    else if (bad) callback(refused(url, bad.address, field), '', 0)
    else if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

const ask = (url: URL, options: FetchOptions): Promise<IncomingMessage> => new Promise((resolve, reject) => {
  const { allowPrivate, signal, field } = options
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) !== 0 && !allowPrivate && isPrivateAddress(literal)) return reject(refused(url, literal, field))
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const asked = request(url, { lookup: guardedLookup(url, options), signal, timeout: stallMs, headers: { 'user-agent': 'atrium' } }, resolve)
  asked.on('timeout', () => asked.destroy(failed(url, `nothing came for ${stallMs / 1000} s`, field)))
  asked.on('error', error => reject(error instanceof AppError || signal.aborted ? error : failed(url, error.message, field)))
  asked.end()
})

export interface Fetched {
  url: URL
  /** Null when the server does not say. */
  sizeBytes: number | null
  chunks: AsyncIterable<Buffer>
}

async function* counted(answer: IncomingMessage, url: URL, { maxBytes, signal, field }: FetchOptions): AsyncGenerator<Buffer> {
  let bytes = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBytes) throw tooLarge(url, maxBytes, field)
      yield chunk
    }
  } catch (error) {
    throw error instanceof AppError || signal.aborted ? error : failed(url, error instanceof Error ? error.message : String(error), field)
  } finally {
    answer.destroy()
  }
}

/**
 * Opens a file of a web server: http and https alone, private addresses only when allowed, and each redirect judged like the
 * first address. Errors: BAD_INPUT, and the signal's.
 */
export const fetchFile = async (address: string, options: FetchOptions): Promise<Fetched> => {
  let url = new URL(address)
  for (let hop = 0; hop <= redirects; hop += 1) {
    const finding = checkUrl(url.href, options.field)
    if (finding) throw new AppError('BAD_INPUT', finding.text, { field: finding.field, reason: { code: finding.code, params: finding.params } })
    const answer = await ask(url, options)
    const { statusCode = 0, headers } = answer
    if ([301, 302, 303, 307, 308].includes(statusCode) && headers.location !== undefined && URL.canParse(headers.location, url)) {
      answer.destroy()
      url = new URL(headers.location, url)
      continue
    }
    const length = Number(headers['content-length'])
    const sizeBytes = headers['content-length'] !== undefined && Number.isFinite(length) ? length : null
    if (statusCode === 200 && (sizeBytes ?? 0) <= options.maxBytes) return { url, sizeBytes, chunks: counted(answer, url, options) }
    answer.destroy()
    throw statusCode === 200 ? tooLarge(url, options.maxBytes, options.field) : failed(url, `the server answered ${statusCode}`, options.field)
  }
  throw failed(url, `more than ${redirects} redirects`, options.field)
}

/** A small file as text. Errors: as of `fetchFile`. */
export const fetchText = async (address: string, options: FetchOptions): Promise<string> => {
  const parts: Buffer[] = []
  for await (const chunk of (await fetchFile(address, options)).chunks) parts.push(chunk)
  return Buffer.concat(parts).toString('utf8')
}
