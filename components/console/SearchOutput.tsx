'use client'
import { SearchInput } from '@patternfly/react-core'
import { useState, type KeyboardEvent } from 'react'
import { useText } from '@/components/i18n/useText'
import styles from './console.module.css'
import { consoleMessages } from './messages'
import type { OpenTerminal } from './useTerminal'

const marks = {
  decorations: { matchBackground: '#5c4a00', activeMatchBackground: '#b86e00', matchOverviewRuler: '#b86e00', activeMatchColorOverviewRuler: '#ff9c1a' },
}

/** Finds text in the scrollback: Enter goes on, Shift+Enter goes back. */
export function SearchOutput({ open }: { open: OpenTerminal | null }) {
  const t = useText(consoleMessages)
  const [text, setText] = useState('')
  const [found, setFound] = useState(true)
  const find = (wanted: string, back: boolean, incremental = false): void => {
    if (!open) return
    if (wanted === '') open.search.clearDecorations()
    setFound(wanted === '' || (back ? open.search.findPrevious(wanted, marks) : open.search.findNext(wanted, { ...marks, incremental })))
  }
  const change = (wanted: string): void => {
    setText(wanted)
    find(wanted, false, true)
  }
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    find(text, event.shiftKey)
  }
  return (
    <div className={styles.search}>
      <SearchInput
        aria-label={t('search')}
        placeholder={t('search')}
        value={text}
        onChange={(_, value) => change(value)}
        onClear={() => change('')}
        onKeyDown={keys}
        onNextClick={() => find(text, false)}
        onPreviousClick={() => find(text, true)}
        nextNavigationButtonAriaLabel={t('searchNext')}
        previousNavigationButtonAriaLabel={t('searchPrevious')}
        {...(found ? {} : { resultsCount: t('searchNone') })}
      />
    </div>
  )
}
