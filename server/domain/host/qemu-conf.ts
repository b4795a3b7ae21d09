/** One setting of a file in libvirt's syntax (qemu.conf, libvirtd.conf), as its line or lines. */
export interface Setting {
  name: string
  text: string
}

/** Settings that are not commented out; a list may run over several lines, up to its closing bracket. */
export const activeSettings = (text: string): Setting[] =>
  [...text.matchAll(/^[ \t]*([a-z_0-9]+)[ \t]*=[ \t]*(?:\[[^\]]*\]|[^\n]*)/gm)].map(match => ({ name: match[1] ?? '', text: match[0].trim() }))

/** The string that a setting has; null when it is not set. */
export const stringSetting = (text: string, name: string): string | null => {
  const found = activeSettings(text).find(setting => setting.name === name)
  return found ? (/=\s*"([^"]*)"/.exec(found.text)?.[1] ?? null) : null
}

const written = (value: string | readonly string[]): string => (typeof value === 'string' ? `"${value}"` : `[ ${value.map(one => `"${one}"`).join(', ')} ]`)

/** The text with one more setting. The administrator's lines stay as they are. */
export const withSetting = (text: string, name: string, value: string | readonly string[]): string =>
  `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}\n# Set by Atrium.\n${name} = ${written(value)}\n`
