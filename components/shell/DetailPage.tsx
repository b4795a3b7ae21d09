'use client'
import { useId, type ReactNode } from 'react'
import { PageSection, Skeleton } from '@patternfly/react-core'
import type { UseQueryResult } from '@tanstack/react-query'
import { asProblem } from '@/components/data/problem'
import { useUrlParam } from '@/components/data/useUrl'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import type { ActionItem } from '@/components/ui/action'
import { ActionBar } from '@/components/ui/ActionBar'
import { ErrorState, StaleNote } from '@/components/ui/ErrorState'
import styles from '@/components/ui/layout.module.css'
import { Crumbs } from './Crumbs'
import { DetailTabs } from './DetailTabs'
import { NotFound } from './NotFound'
import { PageTitle } from './PageTitle'

export interface DetailTab<Item> {
  /** Stands in the URL as `?tab=`. The first tab is the standard one. */
  id: string
  label: string
  count?: number
  /** Drawn only while the tab is open. */
  render: (item: Item) => ReactNode
}

interface Props<Item> {
  query: UseQueryResult<Item>
  /** List that this object stands in: `{ label: t('hosts'), path: '/hosts' }`. */
  list: { label: string; path: string }
  nameOf: (item: Item) => string
  beside?: (item: Item) => ReactNode
  descriptionOf?: (item: Item) => string
  actions?: (item: Item) => readonly ActionItem[]
  /** Between heading and tabs: warnings. */
  notes?: (item: Item) => ReactNode
  tabs: (item: Item) => readonly DetailTab<Item>[]
  /** What the actions open. */
  dialogs?: ReactNode
}

/** Page of one object: breadcrumb, heading with state and actions, tabs with counts in the URL. */
export function DetailPage<Item>({ query, list, nameOf, beside, descriptionOf, actions, notes, tabs, dialogs }: Props<Item>) {
  const common = useText(commonMessages)
  const [tab, setTab] = useUrlParam('tab', 'summary')
  const panel = useId()
  const { data, error, errorUpdatedAt, dataUpdatedAt, refetch } = query
  const problem = error ? asProblem(error) : null
  const retry = () => void refetch()
  // 404 after it was shown: deleted meanwhile. Then the page says so instead of showing what no longer is.
  if (problem?.status === 404 || (problem?.code === 'BAD_INPUT' && !data)) return <NotFound list={list} />
  if (!data) {
    return (
      <PageSection hasBodyWrapper={false}>
        {problem ? (
          <ErrorState problem={problem} since={errorUpdatedAt} onRetry={retry} />
        ) : (
          <Skeleton width="20rem" height="2rem" screenreaderText={common('loading')} />
        )}
      </PageSection>
    )
  }
  const all = tabs(data)
  const open = all.find(x => x.id === tab) ?? all[0]
  return (
    <>
      <Crumbs crumbs={[{ label: list.label, path: list.path }, { label: nameOf(data) }]} />
      <PageTitle
        title={nameOf(data)}
        beside={beside?.(data)}
        description={descriptionOf?.(data) ?? ''}
        actions={actions ? <ActionBar items={actions(data)} /> : null}
      />
      {problem || notes ? (
        <PageSection hasBodyWrapper={false} className={styles.notesSection ?? ''}>
          {problem ? <StaleNote problem={problem} since={dataUpdatedAt} onRetry={retry} /> : null}
          {notes?.(data)}
        </PageSection>
      ) : null}
      <PageSection hasBodyWrapper={false} type="tabs" padding={{ default: 'noPadding' }}>
        <DetailTabs label={nameOf(data)} tabs={all} open={open?.id} onSelect={setTab} panel={panel} />
      </PageSection>
      <PageSection hasBodyWrapper={false} isFilled id={panel} aria-label={open?.label ?? ''}>
        {open?.render(data)}
      </PageSection>
      {dialogs}
    </>
  )
}
