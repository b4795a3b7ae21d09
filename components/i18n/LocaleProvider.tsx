'use client'
import { useEffect, type ReactNode } from 'react'
import { IntlProvider } from 'use-intl/react'
import { usePreferences } from '@/components/data/preferences'
import { localeCookie, localeTags, type Locale } from './locale'
import { writeCookie } from '@/components/data/cookie'

/** Language of the page: what the server read from the cookie first, then what the reader chooses, without a reload. */
export function LocaleProvider({ initial, children }: { initial: Locale; children: ReactNode }) {
  const locale = usePreferences(s => s.locale) ?? initial
  useEffect(() => {
    document.documentElement.lang = localeTags[locale]
    writeCookie(localeCookie, locale)
  }, [locale])
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <IntlProvider locale={localeTags[locale]} timeZone={timeZone}>
      {children}
    </IntlProvider>
  )
}
