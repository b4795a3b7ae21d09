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
  const names = (hosts: readonly string[]): string => {
    const shown = hosts.slice(0, mostNames).join(t('nameSeparator'))
    return hosts.length > mostNames ? t('andMore', { hosts: shown, count: hosts.length - mostNames }) : shown
  }
  /** How many hosts lack something of it, and whether that is each one. */
  const count = (lacking: LackingHosts, fits?: (field: string) => boolean): { hosts: number; all: boolean } => {
    const hosts = alikeHosts(lacking, fits).reduce((sum, { names: alike }) => sum + alike.length, 0)
    return { hosts, all: hosts === lacking.hosts.length + lacking.others }
  }
  const lines = (lacking: LackingHosts, fits?: (field: string) => boolean): string[] =>
    alikeHosts(lacking, fits).map(({ names: hosts, lacks }) => t('hostsLack', { hosts: names(hosts), what: lacks.map(words.reason).join(t('lackSeparator')) }))
  /** Said behind a choice. */
  const refusal = (found: { hosts: string[]; all: boolean } | null): { text: string; blocked: boolean } | null =>
    found && { blocked: found.all, text: found.all ? t('noHostOffers') : t('notOn', { hosts: names(found.hosts) }) }
  return { t, lines, count, refusal }
}
