/**
 * Names inside certificates. Both ends of every connection check the other's name, not only that the chain is good:
 * a host must not be able to speak as the manager, nor as another host.
 */
const prefix = { host: 'urn:atrium:host:', manager: 'urn:atrium:manager:' } as const

export type PeerKind = keyof typeof prefix
export interface PeerName {
  kind: PeerKind
  id: string
}

/** URI in a host's certificate; `hostId` is a UUID. */
export const hostName = (hostId: string): string => prefix.host + hostId

/** URI in the manager's client certificate; `instanceId` is a UUID. */
export const managerName = (instanceId: string): string => prefix.manager + instanceId

/** Name in the certificate of a host's migration channel: QEMU checks it as a host name, wherever the memory is sent to. */
export const migrationName = (hostId: string): string => `${hostId}.migration.atrium`

/** Name in the certificate of a host's libvirtd, and what libvirtd lets in: its like on other hosts, nobody else whom the authority has signed. */
export const libvirtName = (hostId: string): string => `${hostId}.libvirt.atrium`
export const libvirtPeers = 'CN=*.libvirt.atrium'

const pattern = /^URI:urn:atrium:(host|manager):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/**
 * Who a peer is, from `tls.TLSSocket.getPeerCertificate()`. Node quotes any name that contains a comma, so splitting is
 * safe (CVE-2021-44532). Null when there is not exactly one Atrium name.
 */
export const peerName = (certificate: { subjectaltname?: string }): PeerName | null => {
  const names = (certificate.subjectaltname ?? '').split(', ').flatMap((entry) => {
    const match = pattern.exec(entry)
    return match ? [{ kind: match[1] as PeerKind, id: match[2] as string }] : []
  })
  return names.length === 1 ? (names[0] ?? null) : null
}
