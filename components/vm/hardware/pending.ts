import type { Vm } from '@/server/contract/api/vm'
import type { Draft } from './draft'
import type { FieldSpec } from './field'
import { groups } from './groups'
import { diskOptions, nicOptions } from './groups/options'

export interface PendingRow {
  field: string
  label: string
  running: string
  next: string
}

interface Words {
  label: (path: string, spec?: FieldSpec) => string
  value: (spec: FieldSpec, path: string, it: unknown, draft: Draft) => string
}

const allFields = (draft: Draft): FieldSpec[] =>
  [...groups, ...draft.disks.map(({ id }) => diskOptions(id)), ...draft.nics.map(({ id }) => nicOptions(id))].flatMap(group => group.fields(draft))

/** What waits for the next start, worded: unknown fields keep their own name; what is equal on both sides is no change. */
export function pendingRows(pending: readonly Pick<Vm['pending'][number], 'field' | 'running' | 'next'>[], draft: Draft, words: Words): PendingRow[] {
  const fields = allFields(draft)
  return pending
    .filter(({ running, next }) => running !== next)
    .map(({ field, running, next }) => {
      const spec = fields.find(({ path }) => path === field)
      const word = (value: Vm['pending'][number]['next']): string => (value === null ? '–' : spec ? words.value(spec, field, value, draft) : String(value))
      return { field, label: words.label(field, spec), running: word(running), next: word(next) }
    })
}
