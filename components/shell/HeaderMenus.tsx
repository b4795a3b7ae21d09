'use client'
import { Button } from '@patternfly/react-core'
import GlobeIcon from '@patternfly/react-icons/dist/dynamic/icons/globe-icon'
import UserIcon from '@patternfly/react-icons/dist/dynamic/icons/user-icon'
import { useSession } from '@/components/data/useSession'
import { useText } from '@/components/i18n/useText'
import { later } from '@/components/ui/later'
import { LazyMenu } from '@/components/ui/LazyMenu'
import { shellMessages } from './messages'
import styles from './shell.module.css'

const LanguageMenu = later(() => import('./LanguageMenu').then(m => m.LanguageMenu))
const UserMenu = later(() => import('./UserMenu').then(m => m.UserMenu))

/** Language and user at the right end of the masthead. */
export function HeaderMenus() {
  const t = useText(shellMessages)
  const { data } = useSession()
  const name = data?.user.username ?? ''
  return (
    <>
      {/* On narrow screens the user menu holds it. */}
      <span className={styles.language}>
        <LazyMenu
          load={LanguageMenu.load}
          menu={<LanguageMenu />}
          label={t('language')}
          button={props => <Button variant="plain" icon={<GlobeIcon />} {...props} />}
        />
      </span>
      <LazyMenu
        load={UserMenu.load}
        menu={<UserMenu />}
        label={t('userMenu', { name })}
        button={props => (
          <Button variant="plain" icon={<UserIcon />} {...props}>
            <span className={styles.username}>{name}</span>
          </Button>
        )}
      />
    </>
  )
}
