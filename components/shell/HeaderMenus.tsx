'use client'
import { lazy } from 'react'
import GlobeIcon from '@patternfly/react-icons/dist/dynamic/icons/globe-icon'
import UserIcon from '@patternfly/react-icons/dist/dynamic/icons/user-icon'
import { useSession } from '@/components/data/useSession'
import { useText } from '@/components/i18n/useText'
import { LazyMenu } from '@/components/ui/LazyMenu'
import { retrying } from '@/components/ui/retrying'
import { shellMessages } from './messages'
import styles from './shell.module.css'

const loadLanguage = () => retrying(() => import('./LanguageMenu'))
const loadUser = () => retrying(() => import('./UserMenu'))
const LanguageMenu = lazy(loadLanguage)
const UserMenu = lazy(loadUser)

/** Language and user at the right end of the masthead. */
export function HeaderMenus() {
  const t = useText(shellMessages)
  const { data } = useSession()
  const name = data?.user.username ?? ''
  return (
    <>
      {/* On narrow screens the user menu holds it. */}
      <span className={styles.language}>
        <LazyMenu menu={LanguageMenu} preload={() => void loadLanguage()} label={t('language')} icon={<GlobeIcon />} />
      </span>
      <LazyMenu menu={UserMenu} preload={() => void loadUser()} label={t('userMenu', { name })} icon={<UserIcon />}>
        <span className={styles.username}>{name}</span>
      </LazyMenu>
    </>
  )
}
