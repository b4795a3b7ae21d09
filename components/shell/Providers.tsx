'use client'
import { useEffect, useState, type ReactNode } from 'react'
import { QueryClientProvider } from '@tanstack/react-query'
import { usePreferences } from '@/components/data/preferences'
import { newQueryClient } from '@/components/data/queryClient'
import type { Locale } from '@/components/i18n/locale'
import { LocaleProvider } from '@/components/i18n/LocaleProvider'
import { ToastRegion } from '@/components/ui/ToastRegion'
import { StyleGuard } from './StyleGuard'
import type { Theme } from './theme'
import { ThemeEffect } from './ThemeEffect'

/** What every page stands in: data, language, theme, notices. */
export function Providers({ locale, theme, children }: { locale: Locale; theme: Theme; children: ReactNode }) {
  const [queries] = useState(newQueryClient)
  // After the first paint: the server's markup can't know what this browser keeps.
  useEffect(() => void usePreferences.persist.rehydrate(), [])
  return (
    <QueryClientProvider client={queries}>
      <LocaleProvider initial={locale}>
        <ThemeEffect initial={theme} />
        <StyleGuard />
        {children}
        <ToastRegion />
      </LocaleProvider>
    </QueryClientProvider>
  )
}
