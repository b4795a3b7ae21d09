'use client'
import { create } from 'zustand'
import { usePreferences } from '@/components/data/preferences'
import { isNarrow, useNarrow } from './useNarrow'

/** Over a narrow page the navigation is opened for one choice; beside a wide one it is a lasting preference. */
const useOver = create<{ open: boolean; set: (open: boolean) => void }>()(set => ({ open: false, set: open => set({ open }) }))

export function useNavOpen(): boolean {
  const narrow = useNarrow()
  const over = useOver(s => s.open)
  const beside = usePreferences(s => s.navOpen)
  return narrow ? over : beside
}

export function toggleNav(): void {
  if (isNarrow()) useOver.getState().set(!useOver.getState().open)
  else usePreferences.getState().set({ navOpen: !usePreferences.getState().navOpen })
}

/** After following a link on a narrow page. */
export const closeNavOver = (): void => useOver.getState().set(false)
