import type { Form } from '@/server/contract/hardware/forms'
import type { Draft } from './draft'

/** What a choice may mean: `null` is shown as "Automatic", or as "None" where the field says so. */
export type Choice = string | number | boolean | null

interface Base {
  /** Where its value is: below the draft (`hardware.cpu.mode`, a disk by its id), or below the object that it belongs to. */
  path: string
  /** Folded away in the dialog, and left out of the page as long as it says nothing. */
  advanced?: boolean
  /** Only then it has a meaning. `of` = the object that it belongs to. */
  when?: (draft: Draft, of: unknown) => boolean
  /** The device whose place in the boot order it is: the label names it. */
  device?: string
}

export type FieldSpec = Base &
  (
    | { kind: 'choice'; choices: readonly Choice[] }
    /** `none` = may be left empty, which is null. */
    | { kind: 'number'; min: number; max: number; unit?: string; step?: number; none?: boolean }
    | { kind: 'flag' }
    | { kind: 'text'; form: Form; max: number; none?: boolean; placeholder?: string }
    /** Texts, one a line. */
    | { kind: 'lines'; form: Form; max: number }
    /** Names and values, one pair a line. */
    | { kind: 'pairs'; form: Form }
    /** Some of the choices, in an order. */
    | { kind: 'order'; choices: readonly string[] }
    /** Fields that belong together; with `make` the whole may be absent (null), and is made by it. */
    | { kind: 'part'; make?: () => object; fields: readonly FieldSpec[] }
    /** Several equal ones. `make` = a new one; `shape` completes one after a change of its kind. */
    | { kind: 'list'; max: number; make: (draft: Draft, present: readonly object[]) => object; shape?: (item: object) => object; fields: readonly FieldSpec[] }
  )

export type Kind = FieldSpec['kind']
export type FieldOf<K extends Kind> = Extract<FieldSpec, { kind: K }>

/** One dialog, and one card of the page. */
export interface Group {
  id: string
  fields: (draft: Draft) => readonly FieldSpec[]
}

type More = Pick<Base, 'advanced' | 'when' | 'device'>
export const advanced: More = { advanced: true }

export const choice = (path: string, choices: readonly Choice[], more: More = {}): FieldSpec => ({ kind: 'choice', path, choices, ...more })
export const flag = (path: string, more: More = {}): FieldSpec => ({ kind: 'flag', path, ...more })
export const number = (path: string, min: number, max: number, more: More & { unit?: string; step?: number } = {}): FieldSpec => ({ kind: 'number', path, min, max, ...more })
/** A number that may be left empty. */
export const maybe = (path: string, min: number, max: number, more: More & { unit?: string; step?: number } = {}): FieldSpec => ({ kind: 'number', path, min, max, none: true, ...more })
export const text = (path: string, form: Form, more: More & { max?: number; none?: boolean; placeholder?: string } = {}): FieldSpec => ({ kind: 'text', path, form, max: 4096, ...more })
export const part = (path: string, fields: readonly FieldSpec[], more: More & { make?: () => object } = {}): FieldSpec => ({ kind: 'part', path, fields, ...more })
