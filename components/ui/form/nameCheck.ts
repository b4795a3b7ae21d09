import type { NameFinding } from '@/server/domain/name'

export interface Finding {
  field: string
  code: string
  params: Record<string, string | number>
  text: string
}

/** The server's rule for names as a form's check: `check: v => nameFindings(checkName, v.name)`. */
export function nameFindings(rule: (name: string) => NameFinding | null, name: string): Finding[] {
  if (name === '') return [{ field: 'name', code: 'name_empty', params: {}, text: 'Give it a name.' }]
  const found = rule(name)
  const reason = found?.detail.reason
  return found && reason ? [{ field: 'name', code: reason.code, params: reason.params, text: found.text }] : []
}

/** Something must be chosen: lists of choices may still be on their way when one presses Enter. */
export const chosenFindings = (field: string, id: string): Finding[] => (id === '' ? [{ field, code: 'choose_object', params: {}, text: 'Choose one.' }] : [])
