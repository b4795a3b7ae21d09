'use client'
import { useMemo } from 'react'
import type { Finding } from '@/server/domain/vm/validate'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import type { Draft } from './draft'
import type { Choice, FieldSpec } from './field'
import { meaningful, saysSomething } from './groups'
import { hardwareMessages } from './hardwareMessages'
import { keyOf, valueAt } from './path'
import { hardwareReasons } from './reasonMessages'

export type HardwareWords = ReturnType<typeof useHardwareWords>

/** Words for fields of the hardware and their values. `path` is always the whole path: it names the text. */
export function useHardwareWords() {
  const t = useText(hardwareMessages)
  const reasons = useText(hardwareReasons)
  const f = useFormat()
  const words = useWords()
  return useMemo(() => {
    const label = (path: string, spec?: FieldSpec): string => {
      const key = keyOf(path)
      if (spec?.device !== undefined) return t('boot.place', { device: spec.device })
      return t.has(key) ? t(key) : (key.split('.').at(-1) ?? key)
    }
    const help = (path: string): string | undefined => {
      const key = `${keyOf(path)}.help`
      return t.has(key) ? t(key) : undefined
    }
    const choice = (path: string, value: Choice): string => {
      const own = `${keyOf(path)}=${value ?? 'none'}`
      if (t.has(own)) return t(own)
      const shared = value === null ? 'automatic' : String(value)
      return t.has(shared) ? t(shared) : shared
    }
    const figure = (value: number, unit: string | undefined): string =>
      unit === 'MiB' ? f.mib(value) : unit === undefined ? String(value) : `${f.number(value)} ${unit}`

    /** The value as one line of text; `usual` = what "automatic" comes to. */
    const value = (spec: FieldSpec, path: string, it: unknown, draft: Draft, usual?: unknown): string => {
      const inside = (fields: readonly FieldSpec[], of: unknown, at: string): string =>
        meaningful(fields, draft, of)
          .flatMap(field => {
            const part = valueAt(of, field.path)
            const where = `${at}.${field.path}`
            if (field.kind === 'flag') return part === true ? [label(where)] : []
            if (field.kind === 'choice' && typeof part === 'boolean') return [`${label(where)}: ${choice(where, part)}`]
            if (!saysSomething(part)) return []
            const text = value(field, where, part, draft)
            return field.kind === 'choice' || field.kind === 'text' ? [text] : [`${label(where)} ${text}`]
          })
          .join(' · ')
      const automatic = (): string => {
        const known = usual !== undefined && usual !== null && usual !== it
        return known ? t('automaticIs', { value: value(spec, path, usual, draft) }) : it === null && spec.kind !== 'choice' ? t('notSet') : choice(path, it as Choice)
      }
      switch (spec.kind) {
        case 'choice':
          return it === null || it === 'auto' ? automatic() : choice(path, it as Choice)
        case 'number':
          return typeof it === 'number' ? figure(it, spec.unit) : automatic()
        case 'flag':
          return t(it === true ? 'true' : 'false')
        case 'text':
          return typeof it === 'string' && it !== '' ? it : automatic()
        case 'order':
          return Array.isArray(it) ? it.map((each: Choice) => choice(path, each)).join(' → ') : ''
        case 'lines':
          return Array.isArray(it) && it.length > 0 ? it.join('\n') : t('none')
        case 'pairs':
          return typeof it === 'object' && it !== null && Object.keys(it).length > 0 ? Object.entries(it).map(([name, text]) => `${name}=${text}`).join('\n') : t('none')
        case 'part':
          return it === null ? (usual === undefined || usual === null ? t('none') : t('automaticIs', { value: inside(spec.fields, usual, path) })) : inside(spec.fields, it, path) || t('true')
        case 'list':
          return Array.isArray(it) && it.length > 0 ? it.map((item: unknown) => inside(spec.fields, item, path)).join('\n') : t('none')
      }
    }
    const finding = (found: Finding): string =>
      (reasons.has(found.code) ? reasons.filled(found.code, found.params) : null) ?? words.finding(found)
    return { t, label, help, choice, value, finding }
  }, [t, reasons, f, words])
}
