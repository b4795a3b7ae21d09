'use client'
import { useEffect } from 'react'
import { Bullseye, Button, EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core'
import ExclamationCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-circle-icon'
import SearchIcon from '@patternfly/react-icons/dist/dynamic/icons/search-icon'
import Link from 'next/link'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { shellMessages } from './messages'
import { reloadForNewVersion } from './newVersion'

/** Instead of a page that threw while drawing. */
export function PageFailure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const t = useText(shellMessages)
  const common = useText(commonMessages)
  useEffect(() => {
    if (error.name === 'ChunkLoadError') reloadForNewVersion(error.message)
  }, [error])
  return (
    <EmptyState titleText={t('errorTitle')} icon={ExclamationCircleIcon} status="danger" headingLevel="h1">
      <EmptyStateBody>
        {t('errorBody')} {error.message}
      </EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>
          <Button onClick={onRetry}>{common('retry')}</Button>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  )
}

/** An address that no page has. */
export function NoSuchPage() {
  const t = useText(shellMessages)
  const common = useText(commonMessages)
  return (
    <Bullseye>
      <EmptyState titleText={t('pageNotFound')} icon={SearchIcon} headingLevel="h1">
        <EmptyStateFooter>
          <EmptyStateActions>
            <Link href="/">{common('dashboard')}</Link>
          </EmptyStateActions>
        </EmptyStateFooter>
      </EmptyState>
    </Bullseye>
  )
}
