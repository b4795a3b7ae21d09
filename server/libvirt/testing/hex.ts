/** `00000005 68656c6c 6f000000` → bytes; blanks only make it readable. */
export function bytes(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')
}

/** Bytes → groups of four, as XDR counts. */
export function hex(buffer: Uint8Array): string {
  return (Buffer.from(buffer).toString('hex').match(/.{1,8}/g) ?? []).join(' ')
}
