import type { AppErrorDetail } from './error'

export interface NameFinding {
  text: string
  detail: AppErrorDetail
}

const finding = (code: string, text: string, params: Record<string, string | number> = {}): NameFinding => ({
  text,
  detail: { field: 'name', reason: { code, params } },
})

/** Names of datacenters, clusters and storage domains are only shown: letters of any script, and blanks between words. */
export function checkName(name: string): NameFinding | null {
  if (name.length > 64) return finding('name_long', `The name has ${name.length} characters; 64 are allowed.`, { length: name.length, max: 64 })
  if (!/^[\p{L}\p{N}_](?:[\p{L}\p{N}_. -]*[\p{L}\p{N}_.-])?$/u.test(name)) {
    return finding(
      'name_words',
      `The name "${name}" may hold only letters, digits, "_", ".", "-" and single blanks inside, and begins with a letter, a digit or "_".`,
      { name },
    )
  }
  return null
}

/** Names of hosts and networks reach libvirt and the kernel's tools: ASCII only. */
export function checkTechnicalName(name: string): NameFinding | null {
  if (name.length > 64) return finding('name_long', `The name has ${name.length} characters; 64 are allowed.`, { length: name.length, max: 64 })
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) return finding('name_characters', `The name "${name}" may hold only letters, digits, "_", "." and "-".`, { name })
  if (/^[.-]/.test(name)) return finding('name_start', `The name "${name}" must begin with a letter, a digit or "_".`, { name })
  return null
}
