'use client'
import { create } from 'zustand'

export interface Toast {
  id: number
  variant: 'success' | 'danger' | 'warning' | 'info'
  title: string
  body?: string
  /** One step from here, below the text. */
  action?: { label: string; onSelect: () => void }
}

interface Toasts {
  toasts: Toast[]
  add: (toast: Omit<Toast, 'id'>) => void
  remove: (id: number) => void
}

let last = 0

/** Short notices at the top right, read aloud by screen readers (live region). */
export const useToasts = create<Toasts>()((set, get) => ({
  toasts: [],
  // The same words twice in a row say nothing new: a failing bulk action must not cover the page.
  add: toast => {
    if (get().toasts.some(t => t.title === toast.title && t.body === toast.body)) return
    last += 1
    set({ toasts: [...get().toasts.slice(-4), { ...toast, id: last }] })
  },
  remove: id => set({ toasts: get().toasts.filter(t => t.id !== id) }),
}))
