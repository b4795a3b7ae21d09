'use client'
import { Switch } from '@patternfly/react-core'
import { useState } from 'react'
import type { ActionState } from '@/server/contract/api/common'
import { useWords } from '@/components/i18n/useWords'
import { refusal } from './action'
import { Hint } from './Hint'
import styles from './state.module.css'

interface Props {
  id: string
  /** Beside it: on or off, in words. */
  label: string
  'aria-label': string
  isChecked: boolean
  state: ActionState | undefined
  /** What was asked for is on its way. */
  isPending: boolean
  onChange: (on: boolean) => void
}

/** A switch that, when refused, stays in the tab order and tells why in a tooltip, as ActionButton does. PatternFly's takes no reference: the tooltip follows pointer and focus here. */
export function ActionSwitch({ state, isPending, onChange, ...props }: Props) {
  const { reason } = useWords()
  const [pointed, setPointed] = useState(false)
  const refused = refusal(state)
  const why = refused ? reason(refused) : undefined
  const look = (
    <span
      className={refused ? styles.refused : undefined}
      onPointerEnter={() => setPointed(true)} onPointerLeave={() => setPointed(false)} onFocus={() => setPointed(true)} onBlur={() => setPointed(false)}
    >
      <Switch {...props} aria-disabled={refused !== null || isPending} aria-description={why} onChange={(_, on) => { if (!refused && !isPending) onChange(on) }} />
    </span>
  )
  return why ? <Hint content={why} isVisible={pointed}>{look}</Hint> : look
}
