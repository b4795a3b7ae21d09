import type { ServerOptions } from 'node:https'
import { peerName } from '@/server/domain/pki/name'
import type { PeerName } from '@/server/domain/pki/name'
import type { Identity } from './folder'

/** Only a client with a certificate of our manager's authority gets as far as a request. */
export const tlsOptions = ({ key, certificate, ca }: Identity): ServerOptions => ({
  key,
  cert: certificate,
  ca,
  requestCert: true,
  rejectUnauthorized: true,
  minVersion: 'TLSv1.3',
})

interface PeerSocket {
  authorized?: boolean
  getPeerCertificate?: () => { subjectaltname?: string }
}

/** The manager at the other end; null for anyone else that holds a certificate of this authority, such as another host. */
export const managerOf = (socket: object): (PeerName & { kind: 'manager' }) | null => {
  const peer = socket as PeerSocket
  const name = peer.authorized && peer.getPeerCertificate ? peerName(peer.getPeerCertificate()) : null
  return name?.kind === 'manager' ? { ...name, kind: 'manager' } : null
}
