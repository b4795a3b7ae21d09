'use client'
import { MenuToggle } from '@patternfly/react-core'
import EllipsisVIcon from '@patternfly/react-icons/dist/dynamic/icons/ellipsis-v-icon'
import type { ActionItem } from './action'
import { later } from './later'
import { LazyMenu } from './LazyMenu'

const OpenActionMenu = later(() => import('./OpenActionMenu').then(m => m.OpenActionMenu))

/** So that the first menu of a page opens at once on a touch screen, too, where nothing announces the click. */
export const preloadActionMenu = (): void => void OpenActionMenu.load().catch(() => undefined)

interface Props {
  /** As a function where building them costs and most menus are never opened: rows of a list. */
  items: readonly ActionItem[] | (() => readonly ActionItem[])
  label: string
  /** Makes it a named button instead of "⋮". */
  toggleText?: string
}

/** The menu of a row or a page header. */
export function ActionMenu({ items, label, toggleText }: Props) {
  if (typeof items !== 'function' && items.length === 0) return null
  return (
    <LazyMenu
      load={OpenActionMenu.load}
      menu={<OpenActionMenu items={items} label={label} {...(toggleText ? { toggleText } : {})} />}
      label={label}
      button={props => (
        <MenuToggle variant={toggleText ? 'default' : 'plain'} {...props}>
          {toggleText ?? <EllipsisVIcon />}
        </MenuToggle>
      )}
    />
  )
}
