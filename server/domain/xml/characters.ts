import { AppError } from '@/server/domain/error'

/** Characters that XML 1.0 cannot carry in any form (section 2.2): control characters, lone surrogates, U+FFFE, U+FFFF. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

const codePoint = (character: string): string => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

/** Errors: BAD_INPUT, naming the character and where it stands (`place` = element or attribute name). */
export const refuseForbidden = (value: string, place: string): string => {
  const found = forbidden.exec(value)
  if (found)
    throw new AppError('BAD_INPUT', `The text of “${place}” contains the control character ${codePoint(found[0])}, which a machine description cannot carry.`)
  return value
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' }

export const escapeText = (value: string): string => value.replace(/[&<>\r]/g, (character) => escapes[character] ?? character)

/** Line ends and tabs are escaped as well: a parser would otherwise turn them into spaces (XML 1.0, section 3.3.3). */
export const escapeAttribute = (value: string): string => value.replace(/[&<>"\t\n\r]/g, (character) => escapes[character] ?? character)

/** Only XML's own five entities and character references exist for us. Errors: BAD_INPUT for any other. */
export const decodeEntities = (value: string, place: string): string => {
  const decoded = value.replace(/&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([^;\s]*));?/g, (whole, hex?: string, decimal?: string, name?: string) => {
    const code = hex ? parseInt(hex, 16) : decimal ? parseInt(decimal, 10) : null
    const character = code === null ? named[name ?? ''] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined
    if (character === undefined || !whole.endsWith(';')) throw new AppError('BAD_INPUT', `The XML uses the unknown entity “${whole}” in “${place}”.`)
    return character
  })
  return refuseForbidden(decoded, place)
}
