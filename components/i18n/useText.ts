'use client'
import { useMemo, type ReactNode } from 'react'
import { useLocale } from 'use-intl/react'
import { createTranslator } from 'use-intl/core'
import { localeTags, pickLocale } from './locale'
import { argumentNames, dictionary, plainKey, type Messages } from './messages'

type Value = string | number | Date
type Tag = (chunks: ReactNode) => ReactNode

export interface Text<Key extends string> {
  (key: Key, values?: Record<string, Value>): string
  /** With tags in the message: `<link>here</link>` and `{ link: chunks => <a>{chunks}</a> }`. */
  rich: (key: Key, values: Record<string, Value | Tag>) => ReactNode
  /** Is there such a text? For codes that come from the server. */
  has: (key: string) => key is Key
  /** The text, or null when a value that it needs is missing: for parameters that come from the server. */
  filled: (key: Key, values: Record<string, Value>) => string | null
}

/**
 * Texts of an area in the language of the page: `const t = useText(hostMessages); t('cpu', { count: 2 })`.
 * Tables live beside the component that uses them, so a page carries its own texts and no other.
 */
export function useText<Key extends string>(messages: Messages<Key>): Text<Key> {
  const locale = pickLocale(useLocale().slice(0, 2), '')
  return useMemo(() => {
    const translator = createTranslator<Record<string, string>>({ locale: localeTags[locale], messages: dictionary(messages, locale) })
    const translate: (key: string, values?: Record<string, Value>) => string = translator
    const rich: (key: string, values?: Record<string, Value | Tag>) => ReactNode = translator.rich
    const text = (key: Key, values?: Record<string, Value>): string => translate(plainKey(key), values)
    return Object.assign(text, {
      rich: (key: Key, values: Record<string, Value | Tag>) => rich(plainKey(key), values),
      has: (key: string): key is Key => Object.hasOwn(messages, key),
      filled: (key: Key, values: Record<string, Value>) =>
        argumentNames(messages[key][locale]).every(name => Object.hasOwn(values, name)) ? text(key, values) : null,
    })
  }, [messages, locale])
}
