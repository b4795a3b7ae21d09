import { createHash } from 'node:crypto'

/** Port of each host's agent, on the host's own address. */
export const agentPort = 54322

/** Names become interface names (15 characters at most, with a suffix), namespaces and folders. */
export const labName = /^[a-z][a-z0-9]{0,8}$/

/** Hosts are numbered 1 … 9. */
export const maxHosts = 9

/**
 * Candidate /24 networks of a lab, as their first three octets: one after the other out of 10.64.0.0/10, so that labs of different names differ.
 * The name `lab` begins at 10.77.0.
 */
export function* labNetworks(name: string): Generator<string> {
  const first = name === 'lab' ? 13 * 256 : createHash('sha256').update(name).digest().readUInt16BE() & 0x3fff
  for (let step = 0; step < 0x4000; step++) {
    const index = (first + step) & 0x3fff
    yield `10.${64 + (index >> 8)}.${index & 0xff}`
  }
}

/** A stable UUID (version 8, RFC 9562) for a host of a lab: libvirt refuses to migrate between hosts that have the same one. */
export function hostUuid(name: string, host: number): string {
  const digest = createHash('sha256').update(`${name}/${host}`).digest('hex')
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}
