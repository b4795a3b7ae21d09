'use client'
import { TextArea, TextInput, type TextInputProps } from '@patternfly/react-core'
import type { FieldProps } from './types'
import { Field, type FieldLayout } from './Field'

type Props = FieldProps<string> & FieldLayout & { lines?: number } & Pick<TextInputProps, 'type' | 'autoComplete' | 'autoFocus' | 'placeholder' | 'isDisabled'>

/** One line of text, or several with `lines`. `<TextField {...form.field('name')} label={t('name')} />` */
export function TextField({ id, value, onChange, error, label, isRequired = false, help, hint, lines, ...rest }: Props) {
  const common = { id, name: id, value, isRequired, validated: error ? ('error' as const) : ('default' as const), 'aria-describedby': `${id}-help` }
  return (
    <Field id={id} label={label} isRequired={isRequired} help={help} hint={hint} error={error}>
      {lines ? (
        <TextArea {...common} rows={lines} resizeOrientation="vertical" onChange={(_, next) => onChange(next)} />
      ) : (
        <TextInput {...common} {...rest} aria-invalid={error !== undefined} onChange={(_, next) => onChange(next)} />
      )}
    </Field>
  )
}
