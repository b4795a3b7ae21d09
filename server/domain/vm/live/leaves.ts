import type { ChangeValue, HardwareChange } from '@/server/contract/hardware/change'
import { equal } from '../xml/equal'

export interface Leaf {
  field: string
  running: ChangeValue
  next: ChangeValue
}

/** A change before it is known whether it can be made live. */
export type Change = Omit<HardwareChange, 'canBeLive'>

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lists, and what is there on one side alone, in one line. */
const shown = (value: unknown): ChangeValue => {
  if (value === null || value === undefined) return null
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : JSON.stringify(value)
}

/** Every value that differs, by its path below `path`. */
export const leaves = (running: unknown, next: unknown, path: string): Leaf[] => {
  if (equal(running, next)) return []
  if (!isFields(running) || !isFields(next)) return [{ field: path, running: shown(running), next: shown(next) }]
  return [...new Set([...Object.keys(running), ...Object.keys(next)])].flatMap((key) => leaves(running[key], next[key], `${path}.${key}`))
}
