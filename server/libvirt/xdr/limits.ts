/** Longest string libvirt accepts in either direction, in bytes. */
export const MAX_STRING = 4 * 1024 * 1024

/** Bytes needed to round a length up to XDR's four-byte unit. */
export function padding(length: number): number {
  return (4 - (length & 3)) & 3
}
