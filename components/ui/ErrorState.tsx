'use client'
import { Button, EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core'
import ExclamationCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/exclamation-circle-icon'
import type { Problem } from '@/server/contract/api/common'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { uiMessages } from './messages'
import { Notice } from './Notice'

interface Props {
  problem: Problem
  /** ms of the first failure. */
  since: number
  onRetry: () => void
}

/** Instead of content that could not be loaded: what failed, since when, and try again. */
export function ErrorState({ problem, since, onRetry }: Props) {
  const t = useText(uiMessages)
  const common = useText(commonMessages)
  const words = useWords()
  const { time } = useFormat()
  return (
    <EmptyState titleText={t('failedTitle')} icon={ExclamationCircleIcon} status="danger" headingLevel="h2" variant="sm">
      <EmptyStateBody>
        {words.problem(problem)} {words.hint(problem)} {t('failedSince', { time: time(since) })}
      </EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>
          <Button variant="secondary" onClick={onRetry}>
            {common('retry')}
          </Button>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  )
}

/** Above content that is still shown though its refresh failed. */
export function StaleNote({ problem, since, onRetry }: Props) {
  const t = useText(uiMessages)
  const common = useText(commonMessages)
  const words = useWords()
  const { time } = useFormat()
  return (
    <Notice
      variant="warning"
      isPlain
      title={words.problem(problem)}
      actions={
        <Button variant="link" isInline onClick={onRetry}>
          {common('retry')}
        </Button>
      }
    >
      {t('oldData', { time: time(since) })}
    </Notice>
  )
}
