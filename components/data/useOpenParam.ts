'use client'
import { useCallback } from 'react'
import { useSearchParams } from 'next/navigation'
import { useUrlParam } from './useUrl'

/** A dialog that stands in the URL as `?new`: links and the palette can open it, Back closes it. */
export function useOpenParam(name = 'new'): [boolean, (open: boolean) => void] {
  const has = useSearchParams().has(name)
  const [, set] = useUrlParam(name, 'closed')
  return [has, useCallback((open: boolean) => set(open ? '' : 'closed', open ? 'push' : 'replace'), [set])]
}
