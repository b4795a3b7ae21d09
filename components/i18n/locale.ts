/** Languages of the console. Each text exists in both: see messages.ts. */
export const locales = ['en', 'zh'] as const
export type Locale = (typeof locales)[number]

export const localeNames: Record<Locale, string> = { en: 'English', zh: '简体中文' }
/** What goes into <html lang>. */
export const localeTags: Record<Locale, string> = { en: 'en', zh: 'zh-CN' }
export const localeCookie = 'atrium_locale'

const isLocale = (value: string | undefined): value is Locale => locales.some(l => l === value)

/**
 * The cookie decides; without one, the first language of the browser's list that we have.
 * @param acceptLanguage header `Accept-Language` or `navigator.languages` joined by commas
 */
export function pickLocale(cookie: string | undefined, acceptLanguage: string): Locale {
  if (isLocale(cookie)) return cookie
  for (const tag of acceptLanguage.split(',')) {
    const language = tag.trim().slice(0, 2).toLowerCase()
    if (isLocale(language)) return language
  }
  return 'en'
}
