'use client'
import { create } from 'zustand'

interface SessionState {
  /** Was there a session in this tab? Only then its loss is asked for by a dialog over the page, which keeps what was typed. */
  had: boolean
  lost: boolean
  have: () => void
  lose: () => void
  leave: () => void
}

export const useSessionState = create<SessionState>()((set, get) => ({
  had: false,
  lost: false,
  have: () => set({ had: true, lost: false }),
  lose: () => set({ lost: get().had }),
  leave: () => set({ had: false, lost: false }),
}))
