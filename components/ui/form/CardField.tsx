'use client'
import { Radio } from '@patternfly/react-core'
import styles from './cards.module.css'
import { Field } from './Field'
import type { FieldProps } from './types'

interface Props<Value extends string> extends FieldProps<Value> {
  label: string
  choices: readonly { value: Value; label: string; about: string }[]
}

/** One of several that need a line or two to be told apart: cards of a radio group. */
export function CardField<Value extends string>({ id, value, onChange, error, label, choices }: Props<Value>) {
  return (
    <Field id={id} label={label} error={error} role="radiogroup" isRequired>
      <div className={styles.cards}>
        {choices.map(choice => (
          // PatternFly's selectable card lays an empty label over its radio button, which then has no name and takes no click.
          <label key={choice.value} className={`${styles.card} ${choice.value === value ? styles.chosen : ''}`}>
            <Radio
              id={`${id}-${choice.value}`}
              name={id}
              aria-label={choice.label}
              aria-describedby={`${id}-${choice.value}-about`}
              isChecked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            <strong>{choice.label}</strong>
            <span id={`${id}-${choice.value}-about`} className={styles.about}>{choice.about}</span>
          </label>
        ))}
      </div>
    </Field>
  )
}
