'use client'
import { TextInput } from '@patternfly/react-core'
import { Field, type FieldLayout } from './Field'
import type { FieldProps } from './types'

type Props = FieldProps<string> & FieldLayout & { suggestions: readonly string[]; placeholder?: string }

/** A line of text with the browser's own list of suggestions, which every keyboard and screen reader knows. */
export function SuggestField({ id, value, onChange, error, label, isRequired = false, help, hint, suggestions, placeholder }: Props) {
  return (
    <Field id={id} label={label} isRequired={isRequired} help={help} hint={hint} error={error}>
      <TextInput
        id={id}
        name={id}
        value={value}
        list={`${id}-list`}
        placeholder={placeholder}
        autoComplete="off"
        isRequired={isRequired}
        validated={error ? 'error' : 'default'}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-help`}
        onChange={(_, next) => onChange(next)}
      />
      <datalist id={`${id}-list`}>
        {suggestions.map(each => <option key={each} value={each} />)}
      </datalist>
    </Field>
  )
}
