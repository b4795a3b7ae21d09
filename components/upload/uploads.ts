'use client'
import { create } from 'zustand'
import type { Problem } from '@/server/contract/api/common'

/** How this tab stands with one file that it sends. */
export interface Sending {
  file: File
  state: 'sending' | 'waiting' | 'elsewhere' | 'paused' | 'failed' | 'sent'
  sentBytes: number
  bytesPerSecond: number | null
  /** Why it has failed. */
  problem: Problem | null
}

interface Uploads {
  /** By the id of the upload. A file can't outlive its tab: after a reload it is chosen again. */
  sending: Record<string, Sending>
  /** Ended ones that its owner has seen. */
  cleared: readonly string[]
  begin: (id: string, file: File) => void
  change: (id: string, change: Partial<Sending>) => void
  clear: (id: string) => void
}

/** Files that this tab sends, whatever page it shows. */
export const useUploads = create<Uploads>()((set, get) => ({
  sending: {},
  cleared: [],
  begin: (id, file) => set({ sending: { ...get().sending, [id]: { file, state: 'sending', sentBytes: 0, bytesPerSecond: null, problem: null } } }),
  change: (id, change) => {
    const before = get().sending[id]
    if (before) set({ sending: { ...get().sending, [id]: { ...before, ...change } } })
  },
  clear: id => {
    const { [id]: _, ...rest } = get().sending
    set({ sending: rest, cleared: [...get().cleared, id] })
  },
}))
