import type { VmSource } from '@/server/contract/api/vm-source'
import type { Finding } from '@/server/domain/vm/validate'

type Tree = Extract<VmSource, { type: 'tree' }>

const finding = (field: string, code: string, text: string, params: Finding['params'] = {}): Finding => ({ field, code, params, text })

/** Addresses of files that a host may fetch: http and https, no user name or password, which would end in logs. */
export const checkUrl = (url: string, field: string): Finding | null => {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) return finding(field, 'url_kind', `“${url}” is no http or https address.`, { url })
  if (parsed.username !== '' || parsed.password !== '') return finding(field, 'url_secret', 'The address must hold no user name and no password.')
  return null
}

/** What is wrong with a network tree as far as its addresses show. */
export const checkTreeUrls = ({ url, kickstart }: Pick<Tree, 'url' | 'kickstart'>): Finding[] =>
  [checkUrl(url, 'treeUrl'), kickstart?.from === 'url' ? checkUrl(kickstart.url, 'kickstart') : null].filter((each) => each !== null)
