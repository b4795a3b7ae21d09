import type { ListState } from '@/components/ui/table'

export interface ListDefaults {
  sort: string
  pageSize: number
}

const positive = (text: string | null, fallback: number): number => {
  const value = Number(text)
  return Number.isInteger(value) && value > 0 ? value : fallback
}

/** Search, sort and page of a list as they stand in the URL. Damaged values fall back: a link must never break a page. */
export const readListState = (query: URLSearchParams, defaults: ListDefaults): ListState => ({
  search: query.get('search') ?? '',
  sort: query.get('sort') ?? defaults.sort,
  page: positive(query.get('page'), 1),
  pageSize: Math.min(500, positive(query.get('rows'), defaults.pageSize)),
})

/** The query string for a changed list: defaults are left out so that links stay short; another search or order starts at page 1. */
export function writeListState(query: URLSearchParams, change: Partial<ListState>, defaults: ListDefaults): string {
  const now = { ...readListState(query, defaults), ...change }
  if ((change.search !== undefined || change.sort !== undefined) && change.page === undefined) now.page = 1
  const next = new URLSearchParams(query)
  const put = (key: string, value: string, standard: string) => (value === standard ? next.delete(key) : next.set(key, value))
  put('search', now.search, '')
  put('sort', now.sort, defaults.sort)
  put('page', String(now.page), '1')
  put('rows', String(now.pageSize), String(defaults.pageSize))
  return next.toString()
}

/** Input of the API's list operations. */
export const listInput = ({ search, sort, page, pageSize }: ListState) => ({
  ...(search ? { search } : {}),
  ...(sort ? { sort } : {}),
  limit: pageSize,
  offset: (page - 1) * pageSize,
})
