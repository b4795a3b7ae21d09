import { randomBytes } from 'node:crypto'
import type { PeerCertificate } from 'node:tls'
import { createCsr, signManager } from '@/server/domain/pki/certificate'
import type { Credentials } from '@/server/domain/pki/certificate'
import { peerName } from '@/server/domain/pki/name'

/** What the table `instance` holds: who this manager is, and its authority. Both PEM. */
export interface ManagerInstance {
  id: string
  caCertificate: string
  caKey: string
}

/** Options of `https.request`, `tls.connect` and `new WebSocket` for one host. */
export interface AgentTls {
  ca: string
  cert: string
  key: string
  servername: string
  checkServerIdentity: (hostname: string, certificate: PeerCertificate) => Error | undefined
}

const clientCertificates = new Map<string, Promise<Credentials>>()

/** A client certificate lives as long as the process: nothing secret need be stored, and several managers never share a key. */
const clientCertificate = (instance: ManagerInstance): Promise<Credentials> => {
  const cacheKey = `${instance.id} ${instance.caCertificate}`
  const known = clientCertificates.get(cacheKey)
  if (known) return known
  const made = signedFor(instance)
  clientCertificates.set(cacheKey, made)
  made.catch(() => clientCertificates.delete(cacheKey))
  return made
}

const signedFor = async (instance: ManagerInstance): Promise<Credentials> => {
  const { csr, key } = await createCsr(instance.id)
  const ca = { certificate: instance.caCertificate, key: instance.caKey }
  return { key, certificate: await signManager(instance.id, { ca, csr, serial: randomBytes(16).toString('hex'), now: Date.now() }) }
}

/**
 * How this manager speaks to the agent of `hostId`: with its client certificate, and only to a certificate of our CA that
 * names exactly that host. A host that takes another's address is refused.
 */
export const agentTls = async (instance: ManagerInstance, hostId: string): Promise<AgentTls> => {
  const { certificate, key } = await clientCertificate(instance)
  return {
    ca: instance.caCertificate,
    cert: certificate,
    key,
    // Agents are named by their id, not by where they are: the address is often an IP, which SNI forbids.
    servername: '',
    checkServerIdentity: (_, peer) => {
      const name = peerName(peer)
      if (name?.kind === 'host' && name.id === hostId) return undefined
      return Object.assign(new Error(`The certificate names ${name ? `${name.kind} ${name.id}` : 'no Atrium host'}, not host ${hostId}.`), {
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      })
    },
  }
}
