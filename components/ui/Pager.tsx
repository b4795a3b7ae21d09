'use client'
import { Pagination } from '@patternfly/react-core'
import { useText } from '@/components/i18n/useText'
import { uiMessages } from './messages'
import type { ChangeListState, ListState } from './table'

const sizes = [20, 50, 100, 200].map(value => ({ title: String(value), value }))

/** Pages of a list; rows per page are remembered by the caller. */
export function Pager({ total, state, onChange, isCompact = false }: { total: number; state: ListState; onChange: ChangeListState; isCompact?: boolean }) {
  const t = useText(uiMessages)
  return (
    <Pagination
      itemCount={total}
      page={state.page}
      perPage={state.pageSize}
      perPageOptions={sizes}
      isCompact={isCompact}
      variant={isCompact ? 'top' : 'bottom'}
      onSetPage={(_, page) => onChange({ page })}
      onPerPageSelect={(_, pageSize) => onChange({ pageSize, page: 1 })}
      titles={{
        perPageSuffix: t('perPage'),
        paginationAriaLabel: t('pages'),
        toFirstPageAriaLabel: t('firstPage'),
        toPreviousPageAriaLabel: t('previousPage'),
        toNextPageAriaLabel: t('nextPage'),
        toLastPageAriaLabel: t('lastPage'),
        currPageAriaLabel: t('currentPage'),
        optionsToggleAriaLabel: t('itemsPerPage'),
        ofWord: t('of'),
      }}
    />
  )
}
