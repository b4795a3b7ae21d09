'use client'
import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core'
import '@patternfly/react-styles/css/components/Nav/nav.css'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { usePreferences } from '@/components/data/preferences'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { retrying } from '@/components/ui/retrying'
import { shellMessages } from './messages'
import { closeNavOver } from './navState'
import { isCurrent, navigation, type NavigationItem } from './navigationItems'

const InventoryTree = dynamic(() => retrying(() => import('./InventoryTree')).then(m => m.InventoryTree), { ssr: false })

function Entry({ item }: { item: NavigationItem }) {
  const path = usePathname()
  const common = useText(commonMessages)
  const current = isCurrent(item, path)
  return (
    <li className="pf-v6-c-nav__item">
      <Link
        href={item.path}
        className={`pf-v6-c-nav__link ${current ? 'pf-m-current' : ''}`}
        aria-current={current ? 'page' : undefined}
        onClick={closeNavOver}
      >
        <span className="pf-v6-c-nav__link-icon">
          <item.icon />
        </span>
        <span className="pf-v6-c-nav__link-text">{common(item.label)}</span>
      </Link>
    </li>
  )
}

function Menu() {
  const t = useText(shellMessages)
  const common = useText(commonMessages)
  return (
    <nav className="pf-v6-c-nav" aria-label={t('mainNavigation')}>
      {navigation.map(group => (
        <section key={group.label ?? 'top'} className="pf-v6-c-nav__section" aria-label={group.label ? common(group.label) : undefined}>
          {group.label ? <h2 className="pf-v6-c-nav__section-title">{common(group.label)}</h2> : null}
          <ul className="pf-v6-c-nav__list" role="list">
            {group.items.map(item => (
              <Entry key={item.path} item={item} />
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

/** Left side: the menu in oVirt's order, or the inventory tree. */
export function Navigation() {
  const t = useText(shellMessages)
  const { navTab, set } = usePreferences()
  return (
    <>
      <div className="pf-v6-c-page__sidebar-body pf-m-no-fill">
        <ToggleGroup isCompact aria-label={t('toggleNavigation')}>
          <ToggleGroupItem buttonId="nav-menu" text={t('menu')} isSelected={navTab === 'menu'} onChange={() => set({ navTab: 'menu' })} />
          <ToggleGroupItem buttonId="nav-inventory" text={t('inventory')} isSelected={navTab === 'inventory'} onChange={() => set({ navTab: 'inventory' })} />
        </ToggleGroup>
      </div>
      <div className="pf-v6-c-page__sidebar-body pf-m-fill">{navTab === 'inventory' ? <InventoryTree onNavigate={closeNavOver} /> : <Menu />}</div>
    </>
  )
}
