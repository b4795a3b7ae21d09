'use client'
import { Button, type ButtonProps } from '@patternfly/react-core'
import { useWords } from '@/components/i18n/useWords'
import { refusal, type ActionItem } from './action'
import { Hint } from './Hint'

/** A button that, when refused, stays in the tab order and tells why in a tooltip (aria-disabled, NEW-1). */
export function ActionButton({ item, ...props }: { item: ActionItem } & Omit<ButtonProps, 'onClick' | 'children'>) {
  const { reason } = useWords()
  const refused = refusal(item.state)
  const button = (
    <Button
      variant={item.primary ? 'secondary' : 'tertiary'}
      isDanger={item.danger ?? false}
      icon={item.icon}
      {...props}
      isAriaDisabled={refused !== null || props.isAriaDisabled === true}
      onClick={item.onSelect}
    >
      {item.label}
    </Button>
  )
  return refused ? <Hint content={reason(refused)}>{button}</Hint> : button
}
