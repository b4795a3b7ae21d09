'use client'
import { create } from 'zustand'
import { usePreferences } from './preferences'

interface JobFocus {
  /** Jobs that this tab started, newest first: told in the masthead until they have ended. */
  jobIds: string[]
  /** The job whose steps are shown when the task drawer opens. */
  shownId: string | null
  follow: (jobId: string) => void
  show: (jobId: string) => void
}

/** What this tab started. The drawer would cover what one does next, so it opens only when asked. */
export const useJobFocus = create<JobFocus>()((set, get) => ({
  jobIds: [],
  shownId: null,
  follow: jobId => set({ jobIds: [jobId, ...get().jobIds.filter(id => id !== jobId)].slice(0, 20), shownId: jobId }),
  show: jobId => {
    set({ shownId: jobId })
    usePreferences.getState().set({ taskDrawerOpen: true })
  },
}))
