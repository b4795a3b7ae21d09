'use client'
import { useSyncExternalStore } from 'react'
import type { Messages } from './messages'

const none: Messages = {}
let loaded = none
let loading: Promise<void> | null = null
const listeners = new Set<() => void>()

/** Fetches the words that no page needs at once; until they are there, the server's English sentence stands. */
export function loadLaterReasons(): void {
  loading ??= import('./reasonsLater').then(
    ({ laterReasonMessages }) => {
      loaded = laterReasonMessages
      for (const told of listeners) told()
    },
    () => {
      // The next reason without words tries again.
      loading = null
    },
  )
}

function listen(told: () => void): () => void {
  listeners.add(told)
  return () => listeners.delete(told)
}

/** Words of the reasons in reasonsLater, empty before they are loaded. */
export const useLaterReasons = (): Messages => useSyncExternalStore(listen, () => loaded, () => none)
