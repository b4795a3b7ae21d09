'use client'
import { Divider, Dropdown, DropdownGroup, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core'
import UserIcon from '@patternfly/react-icons/dist/dynamic/icons/user-icon'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useLocale } from 'use-intl/react'
import { client } from '@/components/data/client'
import { usePreferences } from '@/components/data/preferences'
import { useSessionState } from '@/components/data/sessionState'
import { useCommand } from '@/components/data/useCommand'
import { useSession } from '@/components/data/useSession'
import { localeNames, locales, localeTags } from '@/components/i18n/locale'
import { useText } from '@/components/i18n/useText'
import { useMenuOpen } from '@/components/ui/useMenuOpen'
import { shellMessages } from './messages'
import { themes } from './theme'
import styles from './shell.module.css'

/** Who is logged in, how it looks, log out. */
export function UserMenu() {
  const t = useText(shellMessages)
  const [open, setOpen] = useMenuOpen()
  const { data } = useSession()
  const { theme, set } = usePreferences()
  const locale = useLocale()
  const queries = useQueryClient()
  const router = useRouter()
  const leave = useSessionState(s => s.leave)
  const logOut = useCommand(() => client.session.logout(), {
    failed: () => t('logOut'),
    onDone: () => {
      leave()
      queries.clear()
      router.replace('/login')
    },
  })
  const name = data?.user.username ?? ''
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      shouldFocusFirstItemOnOpen
      popperProps={{ position: 'right' }}
      toggle={ref => (
        <MenuToggle ref={ref} variant="plainText" aria-label={t('userMenu', { name })} isExpanded={open} onClick={() => setOpen(!open)} icon={<UserIcon />}>
          <span className={styles.username}>{name}</span>
        </MenuToggle>
      )}
    >
      <DropdownGroup label={data ? [name, ...data.systemRoles].join(' · ') : name}>
        <DropdownList aria-label={name}>
          <DropdownItem to="/api/docs" target="_blank" rel="noreferrer">
            {t('apiDocs')}
          </DropdownItem>
        </DropdownList>
      </DropdownGroup>
      <Divider />
      <DropdownGroup label={t('theme')}>
        <DropdownList aria-label={t('theme')}>
          {themes.map(x => (
            <DropdownItem key={x} isSelected={(theme ?? 'system') === x} onClick={() => set({ theme: x })}>
              {t(x)}
            </DropdownItem>
          ))}
        </DropdownList>
      </DropdownGroup>
      <Divider />
      <DropdownGroup label={t('language')}>
        <DropdownList aria-label={t('language')}>
          {locales.map(l => (
            <DropdownItem key={l} lang={localeTags[l]} isSelected={localeTags[l] === locale} onClick={() => set({ locale: l })}>
              {localeNames[l]}
            </DropdownItem>
          ))}
        </DropdownList>
      </DropdownGroup>
      <Divider />
      <DropdownList aria-label={t('logOut')}>
        <DropdownItem onClick={() => logOut.mutate(undefined)}>{t('logOut')}</DropdownItem>
      </DropdownList>
    </Dropdown>
  )
}
