import type { IncomingMessage, ServerResponse } from 'node:http'

const own = "'self'"

/**
 * What pages may load. Next puts the nonce of the request's own policy on the scripts it writes into a page; styles need
 * `unsafe-inline`, because PatternFly, noVNC and xterm set style attributes. Consoles and charts draw from data: and blob:.
 */
export const contentSecurityPolicy = (nonce: string): string =>
  Object.entries({
    'default-src': own,
    'script-src': `${own} 'nonce-${nonce}' 'strict-dynamic'`,
    'style-src': `${own} 'unsafe-inline'`,
    'img-src': `${own} data: blob:`,
    'font-src': `${own} data:`,
    'connect-src': own,
    'worker-src': `${own} blob:`,
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': own,
    'frame-ancestors': "'none'",
  }).map(([directive, sources]) => `${directive} ${sources}`).join('; ')

const fixed = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
}

/** Headers of every answer. The policy also goes to Next with the request, which takes the nonce from it. */
export function secure(request: IncomingMessage, response: ServerResponse, { nonce, tls, dev }: { nonce: string; tls: boolean; dev: boolean }): void {
  for (const [name, value] of Object.entries(fixed)) response.setHeader(name, value)
  if (tls) response.setHeader('strict-transport-security', 'max-age=31536000')
  // Development needs eval and inline scripts of its own.
  if (dev) return
  const policy = contentSecurityPolicy(nonce)
  request.headers['content-security-policy'] = policy
  response.setHeader('content-security-policy', policy)
}
