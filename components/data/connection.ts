'use client'
import { create } from 'zustand'

export type Trouble = 'manager' | 'database'

interface Connection {
  /** Is the change stream open? `starting` until it first was. */
  stream: 'starting' | 'open' | 'closed'
  /** What can't be reached, and since when (ms): shown as a banner until the stream is open again. */
  lost: { what: Trouble; since: number } | null
  trouble: (what: Trouble) => void
  opened: () => void
  closed: () => void
}

/** How the tab stands with the manager. Written by the change stream and by failed calls, read by the banner. */
export const useConnection = create<Connection>()((set, get) => ({
  stream: 'starting',
  lost: null,
  trouble: what => set({ lost: { what, since: get().lost?.since ?? Date.now() } }),
  opened: () => set({ stream: 'open', lost: null }),
  closed: () => set({ stream: 'closed' }),
}))
