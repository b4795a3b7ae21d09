'use client'
import { useState, type ReactNode } from 'react'
import { keepPreviousData, useQuery, type QueryKey, type UseQueryOptions } from '@tanstack/react-query'
import type { Problem } from '@/server/contract/api/common'
import { usePreferences } from '@/components/data/preferences'
import { asProblem } from '@/components/data/problem'
import { listInput } from '@/components/data/urlState'
import { useListState } from '@/components/data/useUrl'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import type { ActionItem } from '@/components/ui/action'
import { ColumnPicker } from '@/components/ui/ColumnPicker'
import { NoMatch } from '@/components/ui/EmptyList'
import { ErrorState, StaleNote } from '@/components/ui/ErrorState'
import { later } from '@/components/ui/later'
import { uiMessages } from '@/components/ui/messages'
import { Notice } from '@/components/ui/Notice'
import { ResourceTable } from '@/components/ui/ResourceTable'
import { SearchBox } from '@/components/ui/SearchBox'
import type { SearchField } from '@/components/ui/searchSuggest'
import { shownColumns, type Column } from '@/components/ui/table'
import styles from '@/components/ui/table.module.css'

const BulkBar = later(() => import('@/components/ui/BulkBar').then(m => m.BulkBar))
const Pager = later(() => import('@/components/ui/Pager').then(m => m.Pager))

interface Page<Row> {
  items: Row[]
  total: number
}

export interface ResourceListProps<Row extends { id: string }> {
  /** Names the column choice in this browser. */
  id: string
  /** Accessible name of the table, e.g. "Hosts". */
  label: string
  columns: readonly Column<Row>[]
  defaultSort: string
  searchFields: readonly SearchField[]
  /** Makes the query: `input => api.host.list.queryOptions({ input })`. */
  query: (input: ReturnType<typeof listInput>) => UseQueryOptions<Page<Row>, Error, Page<Row>, QueryKey>
  /** ANDed before the reader's search, not shown: `cluster.id=…` for lists on a detail page. */
  within?: string
  nameOf: (row: Row) => string
  rowActions?: (row: Row) => readonly ActionItem[]
  bulkActions?: (rows: readonly Row[]) => readonly ActionItem[]
  /** Buttons at the end of the tool bar (create). */
  tools?: ReactNode
  empty: ReactNode
}

const inside = (within: string | undefined, search: string): string => (within && search ? `${within} and (${search})` : (within ?? search))

/** A search that can't be understood is the reader's to mend: a sentence, not a failure of the page. */
function ListProblem({ problem, since, onRetry }: { problem: Problem; since: number; onRetry: () => void }) {
  const words = useWords()
  if (problem.field !== 'search') return <ErrorState problem={problem} since={since} onRetry={onRetry} />
  return (
    <Notice variant="warning" title={words.problem(problem)} role="status">
      {words.hint(problem)}
    </Notice>
  )
}

/** A list of the API with search, sort, pages, columns, selection and actions; all but the selection stands in the URL. */
export function ResourceList<Row extends { id: string }>(props: ResourceListProps<Row>) {
  const { id, label, columns, defaultSort, searchFields, query, within, nameOf, rowActions, bulkActions, tools, empty } = props
  const t = useText(uiMessages)
  const [state, change] = useListState(defaultSort)
  const chosen = usePreferences(s => s.columns[id])
  const setPreferences = usePreferences(s => s.set)
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const { data, error, errorUpdatedAt, dataUpdatedAt, refetch } = useQuery({
    ...query(listInput({ ...state, search: inside(within, state.search) })),
    placeholderData: keepPreviousData,
  })
  const selected = data?.items.filter(row => ids.has(row.id)) ?? []
  const chooseColumns = (next: string[] | undefined) => {
    const { [id]: _, ...others } = usePreferences.getState().columns
    setPreferences({ columns: next ? { ...others, [id]: next } : others })
  }
  const retry = () => void refetch()
  const problem = error ? asProblem(error) : null
  const untouched = data?.total === 0 && !state.search

  return (
    <>
      {untouched ? null : (
        <div className={styles.toolbar}>
          <SearchBox
            value={state.search}
            fields={searchFields}
            label={t('search')}
            onSearch={(search, typing) => change({ search }, typing ? 'replace' : 'push')}
          />
          {tools}
          <span className={styles.push}>
            <ColumnPicker columns={columns} chosen={chosen} onChange={chooseColumns} />
          </span>
        </div>
      )}
      {bulkActions && selected.length > 0 ? <BulkBar count={selected.length} items={bulkActions(selected)} onClear={() => setIds(new Set())} /> : null}
      {problem && data ? <StaleNote problem={problem} since={dataUpdatedAt} onRetry={retry} /> : null}
      {problem && !data ? (
        <ListProblem problem={problem} since={errorUpdatedAt} onRetry={retry} />
      ) : (
        <ResourceTable
          label={label}
          columns={shownColumns(columns, chosen)}
          rows={data?.items}
          nameOf={nameOf}
          sort={state.sort}
          onSort={sort => change({ sort })}
          {...(rowActions ? { rowActions } : {})}
          {...(bulkActions ? { selection: { ids, onChange: setIds } } : {})}
          empty={state.search ? <NoMatch search={state.search} onClear={() => change({ search: '' })} /> : empty}
        />
      )}
      {data && data.total > Math.min(20, state.pageSize) ? <Pager total={data.total} state={state} onChange={change} /> : null}
    </>
  )
}
