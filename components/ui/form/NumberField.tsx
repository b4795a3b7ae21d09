'use client'
import { useEffect, useState } from 'react'
import { InputGroup, InputGroupItem, InputGroupText, TextInput } from '@patternfly/react-core'
import type { FieldProps } from './types'
import { Field, type FieldLayout } from './Field'
import styles from './numberField.module.css'

type Layout = FieldLayout & { unit?: string; min?: number; max?: number; step?: number; isDisabled?: boolean; placeholder?: string }
type Props = FieldProps<number> & Layout

/** A number with its unit. What is not a number is kept as typed and given on as NaN, so that the check can say so. */
export const NumberField = ({ onChange, ...props }: Props) => <OptionalNumberField {...props} onChange={next => onChange(next ?? NaN)} />

const shown = (value: number | null): string => (value === null || Number.isNaN(value) ? '' : String(value))
const read = (text: string): number | null => (text.trim() === '' ? null : Number(text))

/** A number that may be left empty, which is null; `placeholder` says what it is then. */
export function OptionalNumberField({
  id, value, onChange, error, label, isRequired = false, help, hint, unit, min, max, step, isDisabled = false, placeholder,
}: FieldProps<number | null> & Layout) {
  const [text, setText] = useState(shown(value))
  useEffect(() => setText(now => (Number.isNaN(value) || read(now) === value ? now : shown(value))), [value])
  return (
    <Field id={id} label={label} isRequired={isRequired} help={help} hint={hint} error={error}>
      <InputGroup>
        <InputGroupItem isFill>
          <TextInput
            id={id}
            name={id}
            type="text"
            inputMode="decimal"
            role="spinbutton"
            value={text}
            placeholder={placeholder}
            isRequired={isRequired}
            isDisabled={isDisabled}
            aria-valuemin={min}
            aria-valuemax={max}
            aria-valuenow={value === null || Number.isNaN(value) ? undefined : value}
            aria-invalid={error !== undefined}
            validated={error ? 'error' : 'default'}
            aria-describedby={`${id}-help`}
            onKeyDown={event => {
              const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
              if (direction === 0 || value === null || Number.isNaN(value)) return
              event.preventDefault()
              onChange(Math.min(max ?? Infinity, Math.max(min ?? -Infinity, value + direction * (step ?? 1))))
            }}
            onChange={(_, next) => {
              setText(next)
              onChange(read(next))
            }}
          />
        </InputGroupItem>
        {unit ? <InputGroupText className={styles.unit}>{unit}</InputGroupText> : null}
      </InputGroup>
    </Field>
  )
}
