import type { Locale } from './locale'

/** A text in each language, in ICU message format: `{count, plural, one {# host} other {# hosts}}`. */
export type Message = Record<Locale, string>
export type Messages<Key extends string = string> = Record<Key, Message>

/** Marks a table of texts. A missing language does not compile; messages.test.ts checks that both take the same arguments. */
export const defineMessages = <Key extends string>(messages: Messages<Key>): Messages<Key> => messages

/** The texts of one language, as use-intl wants them. Kept per table and language: tables are constants. */
const dictionaries = new WeakMap<Messages, Partial<Record<Locale, Record<string, string>>>>()

/** use-intl reads a dot in a key as nesting; codes like `vm.start` have dots. */
export const plainKey = (key: string): string => key.replaceAll('.', '_')

export function dictionary(messages: Messages, locale: Locale): Record<string, string> {
  const known = dictionaries.get(messages) ?? {}
  known[locale] ??= Object.fromEntries(Object.entries(messages).map(([key, text]) => [plainKey(key), text[locale]]))
  dictionaries.set(messages, known)
  return known[locale]
}

/** Names of the arguments of a text, outermost only: enough to see whether the server has sent what it needs. */
export function argumentNames(text: string): string[] {
  let depth = 0
  return [...text.matchAll(/\{\s*(\w*)|\}/g)].flatMap(([found, name]) => {
    if (found === '}') depth -= 1
    return found !== '}' && depth++ === 0 && name ? [name] : []
  })
}
