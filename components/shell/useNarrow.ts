'use client'
import { useSyncExternalStore } from 'react'

/** PatternFly's xl break point: below it the navigation lies over the page. */
const query = '(max-width: 74.99rem)'

const subscribe = (listener: () => void) => {
  const media = window.matchMedia(query)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}

export const isNarrow = (): boolean => window.matchMedia(query).matches
/** Is the window narrow? The server draws for a wide one. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, isNarrow, () => false)
