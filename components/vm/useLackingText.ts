'use client'
import type { LackingHosts } from '@/server/contract/api/capability'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { capabilityMessages } from './capabilityMessages'
import { alikeHosts } from './lacking'

/** A cluster may have hundreds. */
const mostNames = 4

/** Words for what hosts lack: the names in one text, and one line for those that lack the same. */
export function useLackingText() {
  const t = useText(capabilityMessages)
  const words = useWords()
  const names = (hosts: readonly string[]): string =>
    hosts.length > mostNames ? t('andMore', { hosts: hosts.slice(0, mostNames).join(', '), count: hosts.length - mostNames }) : hosts.join(', ')
  const lines = (lacking: LackingHosts, fits?: (field: string) => boolean): string[] =>
    alikeHosts(lacking, fits).map(({ names: hosts, lacks }) => t('hostsLack', { hosts: names(hosts), what: lacks.map(words.reason).join('; ') }))
  /** Said behind a choice. */
  const refusal = (found: { hosts: string[]; all: boolean } | null): { text: string; blocked: boolean } | null =>
    found && { blocked: found.all, text: found.all ? t('noHostOffers') : t('notOn', { hosts: names(found.hosts) }) }
  return { t, lines, refusal }
}
