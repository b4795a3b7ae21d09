'use client'
import type { ReactNode } from 'react'
import { Button, EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core'
import CubesIcon from '@patternfly/react-icons/dist/dynamic/icons/cubes-icon'
import SearchIcon from '@patternfly/react-icons/dist/dynamic/icons/search-icon'
import { useText } from '@/components/i18n/useText'
import { uiMessages } from './messages'

/** A list without rows: what it is, why it is empty, and the button for the next step. */
export function EmptyList({ title, body, action }: { title: string; body: ReactNode; action?: ReactNode }) {
  return (
    <EmptyState titleText={title} icon={CubesIcon} headingLevel="h2" variant="sm">
      <EmptyStateBody>{body}</EmptyStateBody>
      {action ? (
        <EmptyStateFooter>
          <EmptyStateActions>{action}</EmptyStateActions>
        </EmptyStateFooter>
      ) : null}
    </EmptyState>
  )
}

/** A search that matches nothing. */
export function NoMatch({ search, onClear }: { search: string; onClear: () => void }) {
  const t = useText(uiMessages)
  return (
    <EmptyState titleText={t('noMatch')} icon={SearchIcon} headingLevel="h2" variant="sm">
      <EmptyStateBody>{t('noMatchBody', { search })}</EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>
          <Button variant="link" onClick={onClear}>
            {t('clearSearch')}
          </Button>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  )
}
