import type { ReactNode } from 'react'

export interface Column<Row> {
  id: string
  label: string
  render: (row: Row) => ReactNode
  /** Field of the server's `sort`; absent = not sortable. */
  sortField?: string
  /** Not shown until chosen. */
  hidden?: boolean
  /** Can't be hidden (the name). */
  fixed?: boolean
  width?: 10 | 15 | 20 | 25 | 30 | 40 | 50
  /** Figures line up at the end. */
  numeric?: boolean
}

/** What of a list stands in the URL. `page` counts from 1; `sort` is `field` or `-field`. */
export interface ListState {
  search: string
  sort: string
  page: number
  pageSize: number
}

/** `push` adds to the history (a step one may go Back from), `replace` does not (typing). */
export type ChangeListState = (change: Partial<ListState>, how?: 'push' | 'replace') => void

export const shownColumns = <Row>(columns: readonly Column<Row>[], chosen: readonly string[] | undefined): Column<Row>[] =>
  columns.filter(c => c.fixed === true || (chosen ? chosen.includes(c.id) : c.hidden !== true))

export const sortOf = (sort: string): { field: string; direction: 'asc' | 'desc' } =>
  sort.startsWith('-') ? { field: sort.slice(1), direction: 'desc' } : { field: sort, direction: 'asc' }
