export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** `system:dark` = follows the system, which was dark last time: the server can then paint the right one at once. */
export const themeCookie = 'atrium_theme'
export const darkClass = 'pf-v6-theme-dark'

export function parseTheme(cookie: string | undefined): { theme: Theme; dark: boolean } {
  const [name, last] = (cookie ?? '').split(':')
  const theme = themes.find(t => t === name) ?? 'system'
  return { theme, dark: theme === 'dark' || (theme === 'system' && last === 'dark') }
}
