'use client'
import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core'
import GlobeIcon from '@patternfly/react-icons/dist/dynamic/icons/globe-icon'
import { useLocale } from 'use-intl/react'
import { usePreferences } from '@/components/data/preferences'
import { localeNames, locales, localeTags } from '@/components/i18n/locale'
import { useText } from '@/components/i18n/useText'
import { useMenuOpen } from '@/components/ui/useMenuOpen'
import { shellMessages } from './messages'

/** Changes the language without a reload. Each language is named in itself. */
export function LanguageMenu() {
  const t = useText(shellMessages)
  const [open, setOpen] = useMenuOpen()
  const current = useLocale()
  const set = usePreferences(s => s.set)
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      shouldFocusFirstItemOnOpen
      popperProps={{ position: 'right' }}
      toggle={ref => <MenuToggle ref={ref} variant="plain" aria-label={t('language')} isExpanded={open} onClick={() => setOpen(!open)} icon={<GlobeIcon />} />}
    >
      <DropdownList aria-label={t('language')}>
        {locales.map(l => (
          <DropdownItem key={l} lang={localeTags[l]} isSelected={localeTags[l] === current} onClick={() => set({ locale: l })}>
            {localeNames[l]}
          </DropdownItem>
        ))}
      </DropdownList>
    </Dropdown>
  )
}
