'use client'
import type RFB from '@novnc/novnc'
import { useRef, useState, type RefObject } from 'react'
import { loadVnc } from './load'
import type { Attach } from './useConsole'

export interface VncView {
  scale: boolean
  viewOnly: boolean
}

/** Applies how the screen is looked at; `background` is the black round a smaller picture. */
export function applyView(rfb: RFB, view: VncView): void {
  rfb.scaleViewport = view.scale
  rfb.viewOnly = view.viewOnly
  rfb.background = '#000'
}

interface OneRfb {
  rfb: RefObject<RFB | null>
  prepare: () => Promise<Attach>
  /** What the guest copied last; '' = nothing yet. */
  guestText: string
}

/** The noVNC object of one connection, drawn into `screen`. */
export function useRfb(screen: RefObject<HTMLElement | null>, view: VncView): OneRfb {
  const rfb = useRef<RFB | null>(null)
  const [guestText, setGuestText] = useState('')
  const prepare = async (): Promise<Attach> => {
    const Rfb = await loadVnc()
    return (socket, opened) => {
      if (!screen.current) return () => undefined
      const made = new Rfb(screen.current, socket, { shared: true })
      rfb.current = made
      applyView(made, view)
      made.addEventListener('connect', () => {
        opened()
        // Type at once after opening, unless the reader is already somewhere else.
        if (document.activeElement === document.body || document.activeElement === null) made.focus({ preventScroll: true })
      })
      made.addEventListener('clipboard', event => setGuestText((event as CustomEvent<{ text: string }>).detail.text))
      return () => {
        rfb.current = null
        made.disconnect()
      }
    }
  }
  return { rfb, prepare, guestText }
}
