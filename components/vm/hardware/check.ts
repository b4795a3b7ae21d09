import { forms } from '@/server/contract/hardware/forms'
import type { Finding } from '@/server/domain/vm/validate'
import { checkVm, type HardwareLimits } from '@/server/domain/vm/validate'
import { contradictions, withValues, type Draft, type Values } from './draft'
import type { FieldSpec } from './field'
import { meaningful } from './groups'
import { valueAt } from './path'

const finding = (field: string, code: string, params: Finding['params'], text: string): Finding => ({ field, code, params, text })

const looks = (field: string, value: unknown, form: keyof typeof forms, max: number): Finding[] => {
  if (typeof value !== 'string') return []
  if (value.length > max) return [finding(field, 'field_long', { max }, `At most ${max} characters.`)]
  return forms[form].test(value) ? [] : [finding(field, `form_${form}`, { value }, 'It does not have the form that is needed here.')]
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** What is wrong with a value by itself: the wire's own rules, told while one types. */
function formFindings(spec: FieldSpec, path: string, value: unknown, draft: Draft): Finding[] {
  const below = (fields: readonly FieldSpec[], of: unknown, at: string): Finding[] =>
    meaningful(fields, draft, of).flatMap(field => formFindings(field, `${at}.${field.path}`, valueAt(of, field.path), draft))
  switch (spec.kind) {
    case 'number': {
      if (value === null && spec.none) return []
      const { min, max } = spec
      const fits = typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      return fits ? [] : [finding(path, 'field_number', { min, max }, `A whole number from ${min} to ${max}.`)]
    }
    case 'text':
      return value === null && spec.none ? [] : looks(path, value, spec.form, spec.max)
    case 'lines':
      return Array.isArray(value) ? value.flatMap((line: unknown) => looks(path, line, spec.form, 64)) : []
    case 'pairs':
      return isObject(value) ? Object.entries(value).flatMap(([name, text]) => [...looks(path, name, spec.form, 64), ...looks(path, text, 'word', 1024)]) : []
    case 'part':
      return isObject(value) ? below(spec.fields, value, path) : []
    case 'list':
      return Array.isArray(value) ? value.flatMap((item: unknown, at) => below(spec.fields, item, `${path}.${at}`)) : []
    default:
      return []
  }
}

/** All findings about an edit of these fields: each value by itself first; when those are right, whether they fit the machine. */
export function checkEdit(fields: readonly FieldSpec[], before: Draft, values: Values, limits: HardwareLimits): Finding[] {
  const draft = withValues(before, values)
  const single = meaningful(fields, draft).flatMap(field => formFindings(field, field.path, values[field.path], draft))
  if (single.length > 0) return single
  const size = checkVm({ ...('memoryMiB' in values ? { memoryMiB: draft.memoryMiB } : {}), ...('vcpus' in values ? { vcpus: draft.vcpus } : {}) }, limits)
  return [...size, ...contradictions(draft, before)]
}
