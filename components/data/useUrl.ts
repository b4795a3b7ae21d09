'use client'
import { useCallback } from 'react'
import { usePathname, useSearchParams } from 'next/navigation'
import { usePreferences } from './preferences'
import { readListState, writeListState } from './urlState'
import type { ChangeListState, ListState } from '@/components/ui/table'

type How = 'push' | 'replace'

/** Next reads history.pushState too, without a trip to the server. */
const go = (path: string, query: string, how: How) => {
  const url = query ? `${path}?${query}` : path
  if (how === 'push') window.history.pushState(null, '', url)
  else window.history.replaceState(null, '', url)
}

/** One parameter of the URL: `const [tab, setTab] = useUrlParam('tab', 'summary')`. */
export function useUrlParam(name: string, standard: string): [string, (value: string, how?: How) => void] {
  const path = usePathname()
  const query = useSearchParams()
  const set = useCallback(
    (value: string, how: How = 'push') => {
      const next = new URLSearchParams(window.location.search)
      if (value === standard) next.delete(name)
      else next.set(name, value)
      go(path, next.toString(), how)
    },
    [path, name, standard],
  )
  return [query.get(name) ?? standard, set]
}

/** Search, sort and page of the list on this page, kept in the URL; rows per page are remembered. */
export function useListState(defaultSort: string): [ListState, ChangeListState] {
  const path = usePathname()
  const query = useSearchParams()
  const pageSize = usePreferences(s => s.pageSize)
  const remember = usePreferences(s => s.set)
  const change = useCallback<ChangeListState>(
    (part, how = 'push') => {
      if (part.pageSize) remember({ pageSize: part.pageSize })
      go(path, writeListState(new URLSearchParams(window.location.search), part, { sort: defaultSort, pageSize: part.pageSize ?? pageSize }), how)
    },
    [path, defaultSort, pageSize, remember],
  )
  return [readListState(new URLSearchParams(query), { sort: defaultSort, pageSize }), change]
}
