'use client'
import { Button } from '@patternfly/react-core'
import { useText } from '@/components/i18n/useText'
import type { ActionItem } from './action'
import { ActionBar } from './ActionBar'
import { uiMessages } from './messages'
import styles from './table.module.css'

/** What can be done to the selected rows. */
export function BulkBar({ count, items, onClear }: { count: number; items: readonly ActionItem[]; onClear: () => void }) {
  const t = useText(uiMessages)
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t('selected', { count })}>
      <strong>{t('selected', { count })}</strong>
      <Button variant="link" isInline onClick={onClear}>
        {t('clearSelection')}
      </Button>
      <ActionBar items={items} size="sm" />
    </div>
  )
}
