'use client'
import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'
import type { Locale } from '@/components/i18n/locale'
import type { Theme } from '@/components/shell/theme'

interface Preferences {
  /** null = as the server found it in the cookie or the browser's languages. */
  locale: Locale | null
  theme: Theme | null
  navOpen: boolean
  navTab: 'menu' | 'inventory'
  /** Opened nodes of the inventory tree; null = datacenters and clusters. */
  treeOpen: string[] | null
  taskDrawerOpen: boolean
  /** Uploads are under way, or have just come to their end; a reload asks what became of them. */
  uploadsShown: boolean
  pageSize: number
  /** ISO time of the newest event that was seen; null at the first visit. */
  eventsSeenAt: string | null
  /** Shown columns by table; absent = the table's own choice. */
  columns: Record<string, string[]>
  set: (change: Partial<Omit<Preferences, 'set'>>) => void
}

/**
 * How this person likes the console, kept in this browser (localStorage). Read after the first paint (see Providers):
 * the server's markup cannot know it.
 */
export const usePreferences = create<Preferences>()(
  persist(
    set => ({
      locale: null,
      theme: null,
      navOpen: true,
      navTab: 'menu',
      treeOpen: null,
      taskDrawerOpen: false,
      uploadsShown: false,
      pageSize: 50,
      eventsSeenAt: null,
      columns: {},
      set: change => set(change),
    }),
    { name: 'atrium', version: 1, skipHydration: true, storage: createJSONStorage(() => localStorage), partialize: ({ set: _, ...kept }) => kept },
  ),
)
