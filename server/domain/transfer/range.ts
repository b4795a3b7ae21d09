/** First and last byte, counted from 0. */
export interface ByteRange {
  from: number
  to: number
}

/**
 * What a Range header asks for (RFC 9110, 14.1.2): `null` = the whole, which is also the answer to several ranges at once; `none` = nothing of it is there.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | 'none' | null {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return null
  if (first === '') {
    const count = Math.min(Number(last), size)
    return count === 0 ? 'none' : { from: size - count, to: size - 1 }
  }
  const [from, to] = [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)]
  if (last !== '' && Number(last) < from) return null
  return from >= size ? 'none' : { from, to }
}
