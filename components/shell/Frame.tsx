'use client'
import type { ReactNode } from 'react'
import '@patternfly/react-styles/css/components/Page/page.css'
import { useText } from '@/components/i18n/useText'
import { shellMessages } from './messages'
import { closeNavOver, useNavOpen } from './navState'
import own from './shell.module.css'

/**
 * PatternFly's page, drawn with its style sheet: its component would bring the drawer, focus traps and positioning to the first page.
 * Landmarks: header (masthead), nav (navigation), main (content).
 */
export function Frame({ masthead, navigation, children }: { masthead: ReactNode; navigation: ReactNode; children: ReactNode }) {
  const t = useText(shellMessages)
  const open = useNavOpen()
  return (
    <div className="pf-v6-c-page">
      <div className={own.skip}>
        <a href="#main">
          {t('skip')}
        </a>
      </div>
      {masthead}
      <div id="page-sidebar" className={`pf-v6-c-page__sidebar ${open ? 'pf-m-expanded' : 'pf-m-collapsed'}`} inert={!open}>
        <div className="pf-v6-c-page__sidebar-main">{navigation}</div>
      </div>
      <div className="pf-v6-c-page__main-container pf-m-fill" onPointerDown={closeNavOver}>
        <main id="main" className="pf-v6-c-page__main" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  )
}
