import { AppError } from '@/server/domain/error'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

const foreign = (): AppError =>
  new AppError('FORBIDDEN', 'The request comes from another site.', {
    reason: { code: 'cross_site', params: {} },
    hint: 'Scripts send the token as Authorization: Bearer instead of the cookie.',
  })

const hostOf = (origin: string): string | null => {
  try {
    return new URL(origin).host
  } catch {
    return null
  }
}

/**
 * Refuses what another site makes a browser do. A browser says where a request comes from in Sec-Fetch-Site and Origin;
 * a change under the cookie must come from our own pages, and say so. A bearer token is proof by itself.
 */
export function refuseForeign(request: { method: string; headers: Headers; host: string }, credentials: 'cookie' | 'bearer' | 'none'): void {
  if (safe.has(request.method) || credentials === 'bearer') return
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  if (site !== null && site !== 'same-origin') throw foreign()
  if (origin !== null && hostOf(origin) !== request.host) throw foreign()
  if (credentials === 'cookie' && site === null && origin === null) throw foreign()
}
