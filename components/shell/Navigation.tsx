'use client'
import { Nav, NavGroup, NavItem, NavList, PageSidebar, PageSidebarBody, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { usePreferences } from '@/components/data/preferences'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { shellMessages } from './messages'
import { isCurrent, navigation, type NavigationItem } from './navigationItems'

const InventoryTree = dynamic(() => import('./InventoryTree').then(m => m.InventoryTree), { ssr: false })

/** On narrow screens the navigation lies over the page: following a link closes it. */
const narrow = '(max-width: 75rem)'
const closeWhenNarrow = () => {
  if (window.matchMedia(narrow).matches) usePreferences.getState().set({ navOpen: false })
}

function Menu() {
  const path = usePathname()
  const t = useText(shellMessages)
  const common = useText(commonMessages)
  const entry = (item: NavigationItem) => (
    <NavItem key={item.path} itemId={item.path} isActive={isCurrent(item, path)} icon={<item.icon />}>
      <Link href={item.path} onClick={closeWhenNarrow}>
        {common(item.label)}
      </Link>
    </NavItem>
  )
  return (
    <Nav aria-label={t('mainNavigation')}>
      {navigation.map(group =>
        group.label === null ? (
          <NavList key="top">{group.items.map(entry)}</NavList>
        ) : (
          <NavGroup key={group.label} title={common(group.label)}>
            {group.items.map(entry)}
          </NavGroup>
        ),
      )}
    </Nav>
  )
}

/** Left side: the menu in oVirt's order, or the inventory tree. */
export function Navigation() {
  const t = useText(shellMessages)
  const { navOpen, navTab, set } = usePreferences()
  return (
    <PageSidebar isSidebarOpen={navOpen}>
      <PageSidebarBody isFilled={false}>
        <ToggleGroup isCompact aria-label={t('toggleNavigation')}>
          <ToggleGroupItem buttonId="nav-menu" text={t('menu')} isSelected={navTab === 'menu'} onChange={() => set({ navTab: 'menu' })} />
          <ToggleGroupItem buttonId="nav-inventory" text={t('inventory')} isSelected={navTab === 'inventory'} onChange={() => set({ navTab: 'inventory' })} />
        </ToggleGroup>
      </PageSidebarBody>
      <PageSidebarBody isFilled>{navTab === 'inventory' ? <InventoryTree onNavigate={closeWhenNarrow} /> : <Menu />}</PageSidebarBody>
    </PageSidebar>
  )
}
