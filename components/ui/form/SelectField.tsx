'use client'
import { FormSelect, FormSelectOption } from '@patternfly/react-core'
import type { FieldProps } from './types'
import { Field, type FieldLayout } from './Field'

export interface Choice<Value extends string> {
  value: Value
  label: string
  isDisabled?: boolean
}

type Props<Value extends string> = FieldProps<Value> & FieldLayout & { choices: readonly Choice<Value>[]; placeholder?: string; isDisabled?: boolean }

/** One of a few: the browser's own list, which every keyboard and screen reader knows. */
export function SelectField<Value extends string>({
  id,
  value,
  onChange,
  error,
  label,
  isRequired = false,
  help,
  hint,
  choices,
  placeholder,
  isDisabled = false,
}: Props<Value>) {
  return (
    <Field id={id} label={label} isRequired={isRequired} help={help} hint={hint} error={error}>
      <FormSelect
        id={id}
        name={id}
        value={value}
        isRequired={isRequired}
        isDisabled={isDisabled}
        validated={error ? 'error' : 'default'}
        aria-describedby={`${id}-help`}
        onChange={(_, next) => {
          const choice = choices.find(c => c.value === next)
          if (choice) onChange(choice.value)
        }}
      >
        {placeholder !== undefined && value === '' ? <FormSelectOption value="" label={placeholder} isDisabled isPlaceholder /> : null}
        {choices.map(c => (
          <FormSelectOption key={c.value} value={c.value} label={c.label} isDisabled={c.isDisabled ?? false} />
        ))}
      </FormSelect>
    </Field>
  )
}
