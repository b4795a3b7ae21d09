'use client'
import type { ReactNode } from 'react'
import { Button, FormGroup, FormHelperText, HelperText, HelperTextItem, Popover } from '@patternfly/react-core'
import OutlinedQuestionCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/outlined-question-circle-icon'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'

export interface FieldLayout {
  label: string
  isRequired?: boolean
  /** Behind the question mark: the rule, why one would want it. */
  help?: ReactNode
  /** Always under the field: what is free, what is usual. */
  hint?: ReactNode
}

interface Props extends FieldLayout {
  id: string
  error: string | undefined
  children: ReactNode
  role?: string
}

/** Label, control, and below it the error or else the hint. The control names them by `${id}-help` (aria-describedby). */
export function Field({ id, label, isRequired = false, help, hint, error, children, role }: Props) {
  const t = useText(commonMessages)
  return (
    <FormGroup
      label={label}
      fieldId={id}
      isRequired={isRequired}
      {...(role ? { role } : {})}
      {...(help
        ? {
            labelHelp: (
              <Popover bodyContent={help} triggerAction="click">
                <Button variant="plain" size="sm" hasNoPadding aria-label={t('help', { label })} icon={<OutlinedQuestionCircleIcon />} />
              </Popover>
            ),
          }
        : {})}
    >
      {children}
      {error || hint ? (
        <FormHelperText>
          <HelperText id={`${id}-help`} isLiveRegion>
            <HelperTextItem variant={error ? 'error' : 'default'}>{error ?? hint}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      ) : null}
    </FormGroup>
  )
}
