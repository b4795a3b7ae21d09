'use client'
import { useEffect, useState } from 'react'
import { InputGroup, InputGroupItem, InputGroupText, TextInput } from '@patternfly/react-core'
import type { FieldProps } from './types'
import { Field, type FieldLayout } from './Field'

type Props = FieldProps<number> & FieldLayout & { unit?: string; min?: number; max?: number; step?: number; isDisabled?: boolean }

/** A number with its unit. What is not a number is kept as typed and given on as NaN, so that the check can say so. */
export function NumberField({ id, value, onChange, error, label, isRequired = false, help, hint, unit, min, max, step, isDisabled = false }: Props) {
  const [text, setText] = useState(String(value))
  useEffect(() => setText(now => (Number(now) === value || Number.isNaN(value) ? now : String(value))), [value])
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
            isRequired={isRequired}
            isDisabled={isDisabled}
            aria-valuemin={min}
            aria-valuemax={max}
            aria-valuenow={Number.isNaN(value) ? undefined : value}
            aria-invalid={error !== undefined}
            validated={error ? 'error' : 'default'}
            aria-describedby={`${id}-help`}
            onKeyDown={event => {
              const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
              if (direction === 0 || Number.isNaN(value)) return
              event.preventDefault()
              onChange(Math.min(max ?? Infinity, Math.max(min ?? -Infinity, value + direction * (step ?? 1))))
            }}
            onChange={(_, next) => {
              setText(next)
              onChange(next.trim() === '' ? NaN : Number(next))
            }}
          />
        </InputGroupItem>
        {unit ? <InputGroupText>{unit}</InputGroupText> : null}
      </InputGroup>
    </Field>
  )
}
