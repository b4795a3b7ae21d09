import type { Vm } from '@/server/contract/api/vm'
import type { Draft } from './draft'
import type { FieldSpec } from './field'
import { groups } from './groups'
import { diskOptions, nicOptions } from './groups/options'
import { keyOf } from './path'

type Pending = Vm['pending'][number]

export interface PendingRow {
  field: string
  label: string
  running: string
  next: string
  when: string
}

interface Words {
  named: (key: string) => string
  value: (spec: FieldSpec, path: string, it: unknown, draft: Draft) => string
  nothing: string
  when: (change: Pick<Pending, 'canBeLive' | 'refusal' | 'blocked'>) => string
}

/** Kinds of device by the names that the server's comparison gives them (server/domain/vm/live). */
const kinds: Readonly<Record<string, string>> = { cdrom: 'cdroms', floppy: 'floppies', hostDevice: 'hostDevices', 'memory.module': 'memory.devices.sizeMiB' }

/** The key of the texts of a change: `hardware.cpu.mode` → `cpu.mode`, `cdrom.path` → `cdroms.path`. */
export const changeKey = (label: string): string => {
  const [first = '', ...rest] = label.split('.')
  return kinds[label] ?? [kinds[first] ?? first, ...rest].join('.').replace(/^hardware\./, '')
}

/** Every field, those inside others too, by the key of its texts. */
function specsByKey(draft: Draft): Map<string, FieldSpec> {
  const within = (spec: FieldSpec, path: string): [string, FieldSpec][] =>
    [[keyOf(path), spec], ...('fields' in spec ? spec.fields.flatMap(field => within(field, `${path}.${field.path}`)) : [])]
  return new Map([...groups, diskOptions('any'), nicOptions('any')].flatMap(group => group.fields(draft)).flatMap(spec => within(spec, spec.path)))
}

/** Lists, and devices that are there on one side alone, come as JSON. */
const unpacked = (value: Pending['next']): unknown => {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}

/** What waits, worded; a field without a word of its own keeps its name. */
export function pendingRows(pending: readonly Pending[], draft: Draft, words: Words): PendingRow[] {
  const specs = specsByKey(draft)
  return pending.map(change => {
    const key = changeKey(change.label)
    const spec = specs.get(key)
    const word = (value: Pending['next']): string => {
      const it = unpacked(value)
      if (it === null || it === '') return words.nothing
      return spec && !(spec.kind === 'list' && !Array.isArray(it)) ? words.value(spec, key, it, draft) : String(value)
    }
    return {
      field: change.field,
      label: change.device === null ? words.named(key) : `${words.named(key)} · ${change.device}`,
      running: word(change.running),
      next: word(change.next),
      when: words.when(change),
    }
  })
}
