'use client'
import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core'
import { useLocale } from 'use-intl/react'
import { usePreferences } from '@/components/data/preferences'
import { localeNames, locales, localeTags } from '@/components/i18n/locale'
import { useText } from '@/components/i18n/useText'
import { shellMessages } from './messages'

/** Both languages side by side, for the login page: one need not read the other language to find one's own. */
export function LanguageSwitch() {
  const t = useText(shellMessages)
  const current = useLocale()
  const set = usePreferences(s => s.set)
  return (
    <ToggleGroup isCompact aria-label={t('language')}>
      {locales.map(l => (
        <ToggleGroupItem key={l} buttonId={`language-${l}`} text={localeNames[l]} isSelected={localeTags[l] === current} onChange={() => set({ locale: l })} />
      ))}
    </ToggleGroup>
  )
}
