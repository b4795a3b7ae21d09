'use client'
import type { MigrationVerdict } from '@/server/contract/api/migration'
import type { Messages } from '@/components/i18n/messages'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { SmallTable } from '@/components/ui/SmallTable'
import { StateLabel } from '@/components/ui/StateLabel'
import { checkMessages } from './checkMessages'
import { migrationMessages } from './messages'

const rank = { fail: 0, warn: 1, pass: 2 }

/** What speaks for and against a host, the worst first. */
export function CheckTable({ verdict }: { verdict: MigrationVerdict }) {
  const t = useText(migrationMessages)
  const messages: Messages = checkMessages
  const words = useText(messages)
  const reasons = useWords()
  const rows = verdict.checks
    .toSorted((a, b) => rank[a.level] - rank[b.level])
    .map(({ code, level, params, text }, at) => ({
      key: at,
      cells: [<StateLabel key="level" kind="check" state={level} />, words.has(code) ? words(code, params) : reasons.reason({ code, params, text })],
    }))
  return <SmallTable label={t('checks', { host: verdict.host.name })} head={[t('result'), t('check')]} rows={rows} />
}
