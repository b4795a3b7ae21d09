'use client'
import { ActionList, ActionListItem } from '@patternfly/react-core'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import type { ActionItem } from './action'
import { ActionButton } from './ActionButton'
import { ActionMenu } from './ActionMenu'
import styles from './layout.module.css'

/** Primary actions as buttons in their order, the rest in a menu; on narrow screens all are in the menu. */
export function ActionBar({ items, size = 'default' }: { items: readonly ActionItem[]; size?: 'sm' | 'default' }) {
  const t = useText(commonMessages)
  if (items.length === 0) return null
  const rest = items.filter(item => !item.primary)
  return (
    <>
      <ActionList className={styles.wide}>
        {items
          .filter(item => item.primary)
          .map(item => (
            <ActionListItem key={item.id}>
              <ActionButton item={item} size={size} />
            </ActionListItem>
          ))}
        {rest.length > 0 ? (
          <ActionListItem>
            <ActionMenu items={rest} label={t('moreActions')} />
          </ActionListItem>
        ) : null}
      </ActionList>
      <div className={styles.narrow}>
        <ActionMenu items={items} label={t('actions')} toggleText={t('actions')} />
      </div>
    </>
  )
}
