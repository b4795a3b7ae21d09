'use client'
import { Checkbox } from '@patternfly/react-core'
import type { FieldProps } from './types'

interface Props extends FieldProps<boolean> {
  label: string
  /** Where it is disabled, the reason. */
  description?: string
  isDisabled?: boolean
}

/** A yes or no beside its own label. */
export function CheckField({ id, value, onChange, label, description, isDisabled = false }: Props) {
  return <Checkbox id={id} name={id} label={label} description={description} isChecked={value} isDisabled={isDisabled} onChange={(_, on) => onChange(on)} />
}
