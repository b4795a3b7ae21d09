'use client'
import type { MouseEvent } from 'react'
import '@patternfly/react-styles/css/components/Badge/badge.css'
import '@patternfly/react-styles/css/components/Tabs/tabs.css'
import styles from './detailTabs.module.css'

interface Props {
  label: string
  tabs: readonly { id: string; label: string; count?: number }[]
  open: string | undefined
  onSelect: (id: string) => void
  /** Id of the element that shows the open tab. */
  panel: string
}

/**
 * Tabs of a detail page, each a link. PatternFly's tabs, drawn with their style sheet: their component brings menus and positioning for
 * tabs that do not fit; these scroll.
 */
export function DetailTabs({ label, tabs, open, onSelect, panel }: Props) {
  const select = (event: MouseEvent, id: string) => {
    // Ctrl-click opens the tab in a window of its own, as any link does.
    if (event.ctrlKey || event.metaKey) return
    event.preventDefault()
    onSelect(id)
  }
  return (
    <nav aria-label={label} className={`pf-v6-c-tabs pf-m-nav pf-m-page-insets ${styles.tabs}`}>
      <ul role="tablist" className="pf-v6-c-tabs__list">
        {tabs.map(tab => (
          <li key={tab.id} role="presentation" className={`pf-v6-c-tabs__item ${tab.id === open ? 'pf-m-current' : ''}`}>
            <a
              role="tab"
              id={`tab-${tab.id}`}
              href={tab === tabs[0] ? '?' : `?tab=${tab.id}`}
              aria-selected={tab.id === open}
              {...(tab.id === open ? { 'aria-controls': panel } : {})}
              className="pf-v6-c-tabs__link"
              onClick={event => select(event, tab.id)}
            >
              <span className="pf-v6-c-tabs__item-text">
                {tab.label} {tab.count === undefined ? null : <span className="pf-v6-c-badge pf-m-read">{tab.count}</span>}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
