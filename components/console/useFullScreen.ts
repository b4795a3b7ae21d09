'use client'
import { useEffect, useState, type RefObject } from 'react'

interface KeyboardLock {
  lock?: (keys?: string[]) => Promise<void>
  unlock?: () => void
}

/** Experimental (Chromium): in full screen, keys like Alt-Tab and Esc reach the page. Holding Esc leaves. */
const keyboard = (): KeyboardLock => (navigator as Navigator & { keyboard?: KeyboardLock }).keyboard ?? {}

/** Full screen of one element; tells other elements' full screen apart. */
export function useFullScreen(element: RefObject<HTMLElement | null>): { isFull: boolean; toggle: () => void } {
  const [isFull, setIsFull] = useState(false)
  useEffect(() => {
    const update = (): void => {
      const full = document.fullscreenElement !== null && document.fullscreenElement === element.current
      setIsFull(full)
      if (full) keyboard().lock?.().catch(() => undefined)
      else keyboard().unlock?.()
    }
    document.addEventListener('fullscreenchange', update)
    return () => document.removeEventListener('fullscreenchange', update)
  }, [element])
  const toggle = (): void => {
    // Refused by the browser (an iframe, a policy): the button then simply does nothing, which the reader sees.
    if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined)
    else element.current?.requestFullscreen().catch(() => undefined)
  }
  return { isFull, toggle }
}
