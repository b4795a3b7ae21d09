export interface ManifestEntry {
  file: string
  algorithm: 'sha1' | 'sha256' | 'sha512'
  /** Small hex digits. */
  digest: string
}

const line = /^(SHA(?:1|256|512))\s*\(([^()]+)\)\s*=\s*([0-9A-Fa-f]+)\s*$/
const lengths = { sha1: 40, sha256: 64, sha512: 128 } as const

/** Digests of an OVF package (`.mf`, DSP0243 chapter 5.1). @returns null when a line is none, for then nothing is vouched for */
export function readManifest(text: string): ManifestEntry[] | null {
  const entries: ManifestEntry[] = []
  for (const each of text.split(/\r?\n/).filter((one) => one.trim() !== '')) {
    const [, kind, file, digest] = line.exec(each.trim()) ?? []
    if (!kind || !file || !digest) return null
    const algorithm = kind.toLowerCase() as ManifestEntry['algorithm']
    if (digest.length !== lengths[algorithm]) return null
    entries.push({ file, algorithm, digest: digest.toLowerCase() })
  }
  return entries.length > 0 && entries.length <= 1000 ? entries : null
}
