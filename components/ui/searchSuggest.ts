/** A field of the search language, for suggestions: with its values when they are few. */
export interface SearchField {
  name: string
  values?: readonly string[]
}

export interface Suggestion {
  /** What the list shows. */
  text: string
  /** The whole search when this one is taken. */
  search: string
}

/** A search that this list understands: `name=web* and status=up`. */
export function searchExample(fields: readonly SearchField[]): string {
  const choice = fields.find(({ values }) => values?.length)
  return [...(fields.some(({ name }) => name === 'name') ? ['name=web*'] : []), ...(choice ? [`${choice.name}=${choice.values?.[0]}`] : [])].join(' and ')
}

const operators = ['=', '!='] as const
const startsWith = (candidate: string, typed: string) => candidate.toLowerCase().startsWith(typed.toLowerCase()) && candidate.length > typed.length

/** What may come next in `status=up and na…`: fields, operators, values, then `and` / `or`. Pure, so that it can be tested. */
export function suggest(search: string, fields: readonly SearchField[]): Suggestion[] {
  const value = /(?:^|\s)([\w.-]+)\s*(?:=|!=)\s*([^\s"=]*)$/.exec(search)
  if (value) {
    const [, name = '', typed = ''] = value
    const head = search.slice(0, search.length - typed.length)
    const field = fields.find(f => f.name === name)
    return (field?.values ?? []).filter(v => startsWith(v, typed)).map(v => ({ text: v, search: `${head}${v} ` }))
  }
  if (/[=<>]\s*("[^"]*"|[^\s"]+)\s+$/.test(search)) return ['and', 'or'].map(word => ({ text: word, search: `${search}${word} ` }))
  const word = /(?:^|(?:^|\s)(?:and|or)\s+)([\w.-]*)$/i.exec(search)
  if (!word) return []
  const typed = word[1] ?? ''
  const head = search.slice(0, search.length - typed.length)
  const exact = fields.find(f => f.name === typed)
  if (exact) return operators.map(o => ({ text: `${exact.name} ${o}`, search: `${head}${exact.name}${o}` }))
  return fields.filter(f => startsWith(f.name, typed)).map(f => ({ text: f.name, search: `${head}${f.name}` }))
}

/** Is it a whole sentence of the language (or a bare word), so that it can be asked while one still types? */
export const isComplete = (search: string): boolean => {
  const text = search.trim()
  if (text === '' || /^[^\s=<>!"]+$/.test(text)) return true
  return text.split(/\s+(?:and|or)\s+/i).every(clause => /^[\w.-]+\s*(=|!=|<=|>=|<|>)\s*("[^"]*"|[^\s"=<>]+)$/.test(clause))
}
