'use client'
import { Radio } from '@patternfly/react-core'
import type { FieldProps } from './types'
import { Field, type FieldLayout } from './Field'

type Props<Value extends string> = FieldProps<Value> & FieldLayout & { choices: readonly { value: Value; label: string; description?: string }[] }

/** One of two or three, each with a line that says what it means. */
export function RadioField<Value extends string>({ id, value, onChange, error, label, help, hint, choices }: Props<Value>) {
  return (
    <Field id={id} label={label} help={help} hint={hint} error={error} role="radiogroup">
      {choices.map(c => (
        <Radio
          key={c.value}
          id={`${id}-${c.value}`}
          name={id}
          label={c.label}
          description={c.description}
          isChecked={value === c.value}
          onChange={() => onChange(c.value)}
        />
      ))}
    </Field>
  )
}
