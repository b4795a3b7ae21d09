'use client'
import { Checkbox, HelperText, HelperTextItem } from '@patternfly/react-core'
import type { FieldProps } from './types'

interface Props extends FieldProps<boolean> {
  label: string
  /** Where it is disabled, the reason. */
  description?: string | undefined
  isDisabled?: boolean
}

/** A yes or no beside its own label; what is wrong with it stands below. */
export function CheckField({ id, value, onChange, label, description, error, isDisabled = false }: Props) {
  const wrong = (
    <HelperText id={`${id}-help`} isLiveRegion>
      <HelperTextItem variant="error">{error}</HelperTextItem>
    </HelperText>
  )
  return (
    <Checkbox
      id={id} name={id} label={label} description={description} isChecked={value} isValid={!error} isDisabled={isDisabled} onChange={(_, on) => onChange(on)}
      {...(error ? { body: wrong, 'aria-describedby': `${id}-help` } : {})}
    />
  )
}
