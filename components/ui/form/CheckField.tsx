'use client'
import { Checkbox } from '@patternfly/react-core'
import type { FieldProps } from './types'

/** A yes or no beside its own label. */
export function CheckField({ id, value, onChange, label, description, isDisabled = false }: FieldProps<boolean> & { label: string; description?: string; isDisabled?: boolean }) {
  return <Checkbox id={id} name={id} label={label} description={description} isChecked={value} isDisabled={isDisabled} onChange={(_, on) => onChange(on)} />
}
