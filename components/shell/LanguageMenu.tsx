'use client'
import { useEffect, useState } from 'react'
import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core'
import GlobeIcon from '@patternfly/react-icons/dist/dynamic/icons/globe-icon'
import { useLocale } from 'use-intl/react'
import { usePreferences } from '@/components/data/preferences'
import { localeNames, locales, localeTags } from '@/components/i18n/locale'
import { useText } from '@/components/i18n/useText'
import { shellMessages } from './messages'

/** Changes the language without a reload. Each language is named in itself. */
export default function LanguageMenu({ isOpen }: { isOpen: boolean }) {
  const t = useText(shellMessages)
  const [open, setOpen] = useState(false)
  // Only once the toggle stands there: a menu that is open at once does not know where.
  useEffect(() => setOpen(isOpen), [isOpen])
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
      <DropdownList>
        {locales.map(l => (
          <DropdownItem key={l} lang={localeTags[l]} isSelected={localeTags[l] === current} onClick={() => set({ locale: l })}>
            {localeNames[l]}
          </DropdownItem>
        ))}
      </DropdownList>
    </Dropdown>
  )
}
