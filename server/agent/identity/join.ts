import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { hostname } from 'node:os'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '@/server/domain/error'
import { createCsr } from '@/server/domain/pki/certificate'
import { hostName } from '@/server/domain/pki/name'
import { certificateFingerprint, parseJoinToken } from '@/server/domain/pki/token'
import { loadIdentity, prepareFolder, saveIdentity } from './folder'
import type { Identity } from './folder'

const Answer = z.object({ hostId: z.uuid(), certificate: z.string(), ca: z.string() })
type Answer = z.infer<typeof Answer>

export interface JoinOptions {
  /** Address of the manager, e.g. `https://atrium.example:8080`. */
  manager: string
  token: string
  /** `host:port` under which the manager will call this agent. */
  address: string
  dataDir: string
  timeoutMs?: number
}

const refused = (message: string, detail: ConstructorParameters<typeof AppError>[2] = {}) =>
  new AppError('FORBIDDEN', `The manager did not let this host join: ${message}`, detail)

/** A problem document (RFC 9457) or whatever else came, as one sentence. */
const problemText = (status: number, body: string): string => {
  const parsed = z.object({ detail: z.string().optional(), title: z.string().optional() }).safeParse(parseJson(body))
  return (parsed.success && (parsed.data.detail ?? parsed.data.title)) || `it answered with status ${status}.`
}

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/**
 * POSTs JSON. The server's TLS certificate is not checked here: at this moment the host knows no authority but the
 * fingerprint inside the token, and nothing that comes back is believed unless it fits that.
 */
const post = (url: URL, body: object, timeoutMs: number): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const payload = JSON.stringify(body)
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }
    const options = { method: 'POST', headers, signal: AbortSignal.timeout(timeoutMs) }
    const sent = url.protocol === 'https:' ? httpsRequest(url, { ...options, rejectUnauthorized: false }) : httpRequest(url, options)
    sent.on('error', reject)
    sent.on('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }))
    })
    sent.end(payload)
  })

/** Nothing is stored unless the answer comes from the authority the token names and the certificate is for our key. */
const checkAnswer = (answer: Answer, fingerprint: string, key: string): void => {
  if (certificateFingerprint(answer.ca) !== fingerprint) {
    throw refused('its certificate authority is not the one named in the token.', {
      hint: 'Somebody may stand between this host and the manager. Check the address and make a new token.',
    })
  }
  const certificate = new X509Certificate(answer.certificate)
  const authority = new X509Certificate(answer.ca)
  const named = certificate.subjectAltName === `URI:${hostName(answer.hostId)}`
  if (!certificate.verify(authority.publicKey) || !named || !keyMatches(certificate, key)) throw refused('the certificate it sent is not for this host.')
}

const keyMatches = (certificate: X509Certificate, key: string): boolean => certificate.checkPrivateKey(createPrivateKey(key))

/**
 * Enrols this host: POST /api/v1/hosts/join. Errors: BAD_INPUT (token, address), WRONG_STATE (joined already),
 * HOST_UNREACHABLE (no manager there), FORBIDDEN (refused, or an impostor).
 */
export const join = async ({ manager, token, address, dataDir, timeoutMs = 30_000 }: JoinOptions): Promise<Identity> => {
  const { fingerprint } = parseJoinToken(token)
  if (!/^.+:\d+$/.test(address)) throw new AppError('BAD_INPUT', `“${address}” is not an address of the form host:port.`, { field: 'address' })
  if (!URL.canParse('/api/v1/hosts/join', manager))
    throw new AppError('BAD_INPUT', `“${manager}” is not the address of a manager.`, { field: 'manager', hint: 'It looks like https://atrium.example:8080.' })
  await prepareFolder(dataDir)
  const present = await loadIdentity(dataDir)
  if (present) throw new AppError('WRONG_STATE', `This host has already joined ${present.manager} as ${present.hostId}.`, { hint: 'Remove it there first.' })
  const { csr, key } = await createCsr(hostname())
  const { status, body } = await post(new URL('/api/v1/hosts/join', manager), { token, csr, address }, timeoutMs).catch((error: unknown) => {
    throw new AppError('HOST_UNREACHABLE', `No manager answers at ${manager}.`, { cause: { system: 'http', message: String(error) } })
  })
  if (status < 200 || status >= 300) throw refused(problemText(status, body))
  const answer = Answer.safeParse(parseJson(body))
  if (!answer.success) throw refused('its answer cannot be read.', { cause: { system: 'http', message: answer.error.message } })
  checkAnswer(answer.data, fingerprint, key)
  const identity: Identity = { ...answer.data, key, address, manager }
  await saveIdentity(dataDir, identity)
  return identity
}
