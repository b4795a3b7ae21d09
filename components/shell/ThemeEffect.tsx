'use client'
import { useEffect } from 'react'
import { writeCookie } from '@/components/data/cookie'
import { usePreferences } from '@/components/data/preferences'
import { darkClass, themeCookie, type Theme } from './theme'

const query = '(prefers-color-scheme: dark)'

/** Paints light or dark and follows the system when asked to; the cookie lets the server paint it right at the next first byte. */
export function ThemeEffect({ initial }: { initial: Theme }) {
  const theme = usePreferences(s => s.theme) ?? initial
  useEffect(() => {
    const media = window.matchMedia(query)
    const paint = () => {
      const dark = theme === 'dark' || (theme === 'system' && media.matches)
      document.documentElement.classList.toggle(darkClass, dark)
      writeCookie(themeCookie, `${theme}:${dark ? 'dark' : 'light'}`)
    }
    paint()
    media.addEventListener('change', paint)
    return () => media.removeEventListener('change', paint)
  }, [theme])
  return null
}
