'use client'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { Button, TextInputGroup, TextInputGroupMain, TextInputGroupUtilities } from '@patternfly/react-core'
import SearchIcon from '@patternfly/react-icons/dist/dynamic/icons/search-icon'
import TimesIcon from '@patternfly/react-icons/dist/dynamic/icons/times-icon'
import { useText } from '@/components/i18n/useText'
import { uiMessages } from './messages'
import { isComplete, searchExample, suggest, type SearchField } from './searchSuggest'
import styles from './search.module.css'

interface Props {
  value: string
  fields: readonly SearchField[]
  label: string
  /** `typing` = it comes by itself while one types: replaces the URL instead of adding to the history. */
  onSearch: (search: string, typing: boolean) => void
}

const pauseMs = 350

/** Search with suggestions (ARIA combobox): arrows choose, Enter takes or searches, Escape closes. */
export function SearchBox({ value, fields, label, onSearch }: Props) {
  const t = useText(uiMessages)
  const [text, setText] = useState(value)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const id = useId()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const suggestions = open ? suggest(text, fields).slice(0, 12) : []

  // Back and Forward change the search from outside.
  useEffect(() => setText(value), [value])
  useEffect(() => () => clearTimeout(timer.current), [])

  const change = (next: string) => {
    setText(next)
    setOpen(true)
    setActive(-1)
    clearTimeout(timer.current)
    if (isComplete(next)) timer.current = setTimeout(() => onSearch(next.trim(), true), pauseMs)
  }
  const apply = (next: string) => {
    clearTimeout(timer.current)
    setText(next)
    setOpen(false)
    onSearch(next.trim(), false)
  }
  const move = (step: number) => {
    setOpen(true)
    setActive(suggestions.length === 0 ? -1 : (active + step + suggestions.length + (active === -1 && step < 0 ? 1 : 0)) % suggestions.length)
  }
  const keys: Record<string, (event: KeyboardEvent) => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: () => setOpen(false),
    Enter: () => (suggestions[active] ? change(suggestions[active].search) : apply(text)),
  }
  return (
    <div className={styles.box} role="search" onBlur={e => (e.currentTarget.contains(e.relatedTarget) ? undefined : setOpen(false))}>
      <TextInputGroup>
        <TextInputGroupMain
          icon={<SearchIcon />}
          value={text}
          placeholder={t('searchPlaceholder', { example: searchExample(fields) })}
          aria-label={label}
          role="combobox"
          isExpanded={suggestions.length > 0}
          aria-controls={`${id}list`}
          aria-activedescendant={suggestions[active] ? `${id}${active}` : ''}
          onChange={(_, next) => change(next)}
          onClick={() => setOpen(true)}
          onKeyDown={event => {
            const act = keys[event.key]
            if (!act) return
            event.preventDefault()
            act(event)
          }}
        />
        {text ? (
          <TextInputGroupUtilities>
            <Button variant="plain" aria-label={t('clear')} icon={<TimesIcon />} onClick={() => apply('')} />
          </TextInputGroupUtilities>
        ) : null}
      </TextInputGroup>
      <ul id={`${id}list`} role="listbox" aria-label={t('suggestions')} className={styles.list} hidden={suggestions.length === 0}>
        {suggestions.map((suggestion, i) => (
          <li
            key={suggestion.text}
            id={`${id}${i}`}
            role="option"
            aria-selected={i === active}
            className={styles.option}
            onMouseDown={event => {
              event.preventDefault()
              change(suggestion.search)
            }}
          >
            {suggestion.text}
          </li>
        ))}
      </ul>
    </div>
  )
}
