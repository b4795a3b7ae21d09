import { createHash } from 'node:crypto'
import { AppError } from '@/server/domain/error'

/**
 * A join token is `<tokenId>.<secret>.<fingerprint>`: the fingerprint lets a host recognise the manager's CA before it
 * trusts anything, so that an impostor between the two cannot enrol the host with itself. The token works once.
 */
export interface JoinToken {
  tokenId: string
  secret: string
  /** SHA-256 of the CA certificate (DER) in base64url. */
  fingerprint: string
}

export const formatJoinToken = ({ tokenId, secret, fingerprint }: JoinToken): string => [tokenId, secret, fingerprint].join('.')

/** Errors: BAD_INPUT when the text is not a join token. */
export const parseJoinToken = (text: string): JoinToken => {
  const [tokenId, secret, fingerprint, rest] = text.trim().split('.')
  const whole = tokenId && secret && fingerprint && rest === undefined && /^[A-Za-z0-9_-]{43}$/.test(fingerprint)
  if (!whole)
    throw new AppError('BAD_INPUT', 'This is not a join token.', { hint: 'Copy the whole line from the console, it has three parts separated by dots.' })
  return { tokenId, secret, fingerprint }
}

/** SHA-256 over the DER form of the first certificate in `pem`, in base64url. Errors: BAD_INPUT when it holds no certificate. */
export const certificateFingerprint = (pem: string): string => {
  const body = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(pem)?.[1]
  if (!body) throw new AppError('BAD_INPUT', 'The text holds no certificate in PEM form.')
  return createHash('sha256').update(Buffer.from(body, 'base64')).digest('base64url')
}
