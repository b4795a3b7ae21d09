'use client'
import { Checkbox } from '@patternfly/react-core'
import type { FieldProps } from './types'

/** A yes or no beside its own label. */
export function CheckField({ id, value, onChange, label, description }: FieldProps<boolean> & { label: string; description?: string }) {
  return <Checkbox id={id} name={id} label={label} description={description} isChecked={value} onChange={(_, on) => onChange(on)} />
}
