'use client'
import { useEffect, type ReactNode } from 'react'
import { Bullseye, EmptyState, EmptyStateBody, Spinner } from '@patternfly/react-core'
import dynamic from 'next/dynamic'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { watchChanges } from '@/components/data/changes'
import { asProblem, isSessionLost } from '@/components/data/problem'
import { useSessionState } from '@/components/data/sessionState'
import { useSession } from '@/components/data/useSession'
import { useText } from '@/components/i18n/useText'
import { commonMessages } from '@/components/i18n/common'
import { retrying } from '@/components/ui/retrying'
import { shellMessages } from './messages'

const ReLogin = dynamic(() => retrying(() => import('./ReLogin')).then(m => m.ReLogin), { ssr: false })
const retryMs = 3000

/** Lets only logged-in people in and keeps the page alive through a lost session: then a dialog over the page asks to log in again. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useSession()
  const { had, lost, have } = useSessionState()
  const queries = useQueryClient()
  const router = useRouter()
  const t = useText(shellMessages)
  const common = useText(commonMessages)

  useEffect(() => {
    if (data) have()
  }, [data, have])
  useEffect(() => (had ? watchChanges(queries) : undefined), [had, queries])
  useEffect(() => {
    if (had || !error) return
    if (isSessionLost(error)) {
      const here = window.location.pathname + window.location.search
      router.replace(here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`)
      return
    }
    const timer = setInterval(() => void refetch(), retryMs)
    return () => clearInterval(timer)
  }, [had, error, refetch, router])

  if (data || had) {
    return (
      <>
        {children}
        {lost ? <ReLogin username={data?.user.username ?? ''} /> : null}
      </>
    )
  }
  return (
    <Bullseye>
      {error && !isSessionLost(error) ? (
        <EmptyState titleText={t(asProblem(error).code === 'DATABASE_DOWN' ? 'databaseTitle' : 'unreachableTitle')} headingLevel="h1" icon={Spinner}>
          <EmptyStateBody>{t('unreachableBody')}</EmptyStateBody>
        </EmptyState>
      ) : (
        <Spinner aria-label={common('loading')} />
      )}
    </Bullseye>
  )
}
