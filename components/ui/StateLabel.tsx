'use client'
import { stateMessages, type StateKind } from '@/components/i18n/states'
import { useText } from '@/components/i18n/useText'
import type { Messages } from '@/components/i18n/messages'
import { Hint } from './Hint'
import { stateLook } from './stateLooks'
import styles from './state.module.css'

/** The word of a state: `useStateWord('vm')('shutting_down')` = "Shutting down". */
export function useStateWord(kind: StateKind): (state: string) => string {
  const messages: Messages = stateMessages[kind]
  const t = useText(messages)
  return state => (t.has(state) ? t(state) : state)
}

interface Props {
  kind: StateKind
  state: string
  /** Why, for states that need a sentence. */
  reason?: string | undefined
  /** Only the icon, with the word for screen readers and as a tooltip: for trees. */
  iconOnly?: boolean
  /** After the word: "43 %". */
  suffix?: string
}

/** Icon, colour and word of a state (never colour alone). */
export function StateLabel({ kind, state, reason, iconOnly = false, suffix }: Props) {
  const word = useStateWord(kind)(state)
  const { icon: Icon, tone } = stateLook(kind, state)
  const label = (
    <span className={styles.state} data-state={state} {...(reason ? { tabIndex: 0 } : {})}>
      <span className={`${styles.icon} ${styles[tone]}`} aria-hidden="true">
        <Icon />
      </span>
      <span className={iconOnly ? 'pf-v6-screen-reader' : undefined}>
        {word}
        {suffix ? ` ${suffix}` : ''}
      </span>
    </span>
  )
  if (reason) return <Hint content={reason}>{label}</Hint>
  return iconOnly ? <span title={word}>{label}</span> : label
}
