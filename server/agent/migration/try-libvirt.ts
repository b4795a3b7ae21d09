import { readFile } from 'node:fs/promises'
import { connect as connectTcp } from 'node:net'
import { join } from 'node:path'
import { connect } from 'node:tls'
import type { ReachedLibvirt } from '@/server/contract/agent/migration'

const ports = { tls: 16_514, tcp: 16_509 } as const
const answerMs = 1_500

type Tls = Pick<ReachedLibvirt, 'tls' | 'detail'>

const opens = (host: string, port: number): Promise<boolean> => new Promise(resolve => {
  const socket = connectTcp({ host, port })
  const end = (yes: boolean): void => {
    socket.resetAndDestroy()
    resolve(yes)
  }
  socket.setTimeout(answerMs, () => end(false))
  socket.once('connect', () => end(true))
  socket.once('error', () => end(false))
})

const credentials = (pki: string): Promise<{ ca: string; cert: string; key: string } | null> =>
  Promise.all(['cacert.pem', 'clientcert.pem', 'clientkey.pem'].map(name => readFile(join(pki, name), 'utf8')))
    .then(([ca = '', cert = '', key = '']) => ({ ca, cert, key }), () => null)

/**
 * Shakes hands as libvirt would. In TLS 1.3 a client hears only afterwards that it was refused: libvirtd says a byte when it lets it in
 * (virNetServerClientCheckAccess).
 */
const handshake = (host: string, own: { ca: string; cert: string; key: string }): Promise<Tls> => new Promise(resolve => {
  const socket = connect({ host, port: ports.tls, ...own })
  const end = (tls: Tls['tls'], detail = ''): void => {
    socket.destroy()
    resolve({ tls, detail })
  }
  socket.setTimeout(answerMs, () => end('refused', 'libvirtd does not answer'))
  socket.once('data', () => end('ok'))
  socket.once('error', ({ message }) => end('refused', message))
  socket.once('close', () => end('refused', 'libvirtd closed the connection'))
})

/** Really connects to the libvirtd of that host, both ways that a migration could take. Never rejects. */
export async function tryLibvirt(host: string, pki: string): Promise<ReachedLibvirt> {
  const [own, open, tcp] = await Promise.all([credentials(pki), opens(host, ports.tls), opens(host, ports.tcp)])
  if (!own) return { tls: 'no_certificate', detail: '', tcp }
  if (!open) return { tls: 'closed', detail: '', tcp }
  return { ...(await handshake(host, own)), tcp }
}
