'use client'
import { useEffect, useState } from 'react'

/** Open state of a menu that LazyMenu draws: it opens by itself, once its toggle stands there, or it would not know where. */
export function useMenuOpen(): [open: boolean, setOpen: (open: boolean) => void] {
  const [open, setOpen] = useState(false)
  useEffect(() => setOpen(true), [])
  return [open, setOpen]
}
