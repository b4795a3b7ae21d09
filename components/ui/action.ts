import type { ComponentType, ReactNode } from 'react'
import type { ActionState, Reason } from '@/server/contract/api/common'

/** One thing that can be done to an object: the same list makes the buttons of the detail page, the row menu and the bulk bar. */
export interface ActionItem {
  id: string
  label: string
  /** Shown as a button on the detail page; the rest goes into the menu. */
  primary?: boolean
  danger?: boolean
  icon?: ReactNode
  /** From the server; absent = allowed. */
  state?: ActionState
  onSelect: () => void
}

export type IconType = ComponentType<{ className?: string }>

/** The reason why an action is greyed, or null. */
export const refusal = (state: ActionState | undefined): Reason | null => {
  if (!state || state.allowed) return null
  return state.reason ?? { code: 'forbidden', params: {}, text: 'Not allowed.' }
}

/**
 * One action over several objects: allowed when at least one allows it; it is then done to those.
 * @returns the ids it applies to, and the first reason when there are none
 */
export function bulkState<Row extends { id: string }>(
  rows: readonly Row[],
  stateOf: (row: Row) => ActionState | undefined,
): { applies: Row[]; state: ActionState } {
  const applies = rows.filter(row => !refusal(stateOf(row)))
  const first = rows[0]
  return { applies, state: applies.length > 0 || !first ? { allowed: true, reason: null } : { allowed: false, reason: refusal(stateOf(first)) } }
}
