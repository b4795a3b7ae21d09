'use client'
import { useEffect, useState } from 'react'
import SearchIcon from '@patternfly/react-icons/dist/dynamic/icons/search-icon'
import dynamic from 'next/dynamic'
import { useText } from '@/components/i18n/useText'
import { retrying } from '@/components/ui/retrying'
import { shellMessages } from './messages'
import styles from './shell.module.css'

const Palette = dynamic(() => retrying(() => import('./Palette')).then(m => m.Palette), { ssr: false })

/** Button and key (Ctrl-K, ⌘K) of the global search. */
export function Finder() {
  const t = useText(shellMessages)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setOpen(true)
    }
    window.addEventListener('keydown', key)
    return () => window.removeEventListener('keydown', key)
  }, [])
  return (
    <>
      <button type="button" className={styles.finder} aria-label={t('searchAll')} aria-keyshortcuts="Control+K" onClick={() => setOpen(true)}>
        <SearchIcon />
        <span className={styles.finderText}>{t('searchAll')}</span>
        <kbd className={styles.keys}>{t('searchKeys')}</kbd>
      </button>
      {open ? <Palette onClose={() => setOpen(false)} /> : null}
    </>
  )
}
