'use client'
import { useEffect } from 'react'
import { EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter, PageSection } from '@patternfly/react-core'
import SearchIcon from '@patternfly/react-icons/dist/dynamic/icons/search-icon'
import Link from 'next/link'
import { problemMessages } from '@/components/i18n/reasons'
import { useText } from '@/components/i18n/useText'
import { uiMessages } from '@/components/ui/messages'

/** Page error 404: an unknown id, a deleted object, or one that the reader may not see. */
export function NotFound({ list }: { list: { label: string; path: string } }) {
  const t = useText(uiMessages)
  const problems = useText(problemMessages)
  useEffect(() => {
    document.title = `${t('notFoundTitle')} · Atrium`
  }, [t])
  return (
    <PageSection hasBodyWrapper={false}>
      <EmptyState titleText={t('notFoundTitle')} icon={SearchIcon} headingLevel="h1">
        <EmptyStateBody>{problems('NOT_FOUND')}</EmptyStateBody>
        <EmptyStateFooter>
          <EmptyStateActions>
            <Link href={list.path}>{t('showAll', { kind: list.label })}</Link>
          </EmptyStateActions>
        </EmptyStateFooter>
      </EmptyState>
    </PageSection>
  )
}
