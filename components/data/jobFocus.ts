'use client'
import { create } from 'zustand'
import { usePreferences } from './preferences'

interface JobFocus {
  /** Jobs that this tab started, newest first: shown open in the task drawer. */
  jobIds: string[]
  follow: (jobId: string) => void
}

/** A started job opens the task drawer by itself. */
export const useJobFocus = create<JobFocus>()((set, get) => ({
  jobIds: [],
  follow: jobId => {
    set({ jobIds: [jobId, ...get().jobIds.filter(id => id !== jobId)].slice(0, 20) })
    usePreferences.getState().set({ taskDrawerOpen: true })
  },
}))
