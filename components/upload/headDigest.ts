import { headBytes } from '@/server/domain/upload/check'

/** SHA-256 of a file's first MiB in hexadecimal: with name and size it is how the file is known again. Null where the browser computes none (plain HTTP). */
export async function headDigest(file: File): Promise<string | null> {
  const digests = (globalThis.crypto as Partial<Crypto>).subtle
  if (!digests) return null
  const sum = await digests.digest('SHA-256', await file.slice(0, headBytes).arrayBuffer())
  return [...new Uint8Array(sum)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
