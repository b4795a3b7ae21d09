'use client'
import { useState } from 'react'
import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core'
import EllipsisVIcon from '@patternfly/react-icons/dist/dynamic/icons/ellipsis-v-icon'
import { useWords } from '@/components/i18n/useWords'
import { refusal, type ActionItem } from './action'

/** Items for any PatternFly menu: refused ones are greyed and tell why, by pointer and keyboard. */
export function ActionItems({ items }: { items: readonly ActionItem[] }) {
  const { reason } = useWords()
  return items.map(item => {
    const refused = refusal(item.state)
    return (
      <DropdownItem
        key={item.id}
        isDanger={item.danger ?? false}
        icon={item.icon}
        isAriaDisabled={refused !== null}
        {...(refused ? { tooltipProps: { content: reason(refused), position: 'left' } } : {})}
        onClick={item.onSelect}
      >
        {item.label}
      </DropdownItem>
    )
  })
}

/** The "⋮" menu of a row or a page header. `toggleText` makes it a named button instead. */
export function ActionMenu({
  items,
  label,
  toggleText,
  isDisabled = false,
}: {
  items: readonly ActionItem[]
  label: string
  toggleText?: string
  isDisabled?: boolean
}) {
  const [open, setOpen] = useState(false)
  if (items.length === 0) return null
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      popperProps={{ position: 'right' }}
      toggle={ref => (
        <MenuToggle
          ref={ref}
          aria-label={label}
          variant={toggleText ? 'default' : 'plain'}
          isExpanded={open}
          isDisabled={isDisabled}
          onClick={() => setOpen(!open)}
        >
          {toggleText ?? <EllipsisVIcon />}
        </MenuToggle>
      )}
    >
      <DropdownList>
        <ActionItems items={items} />
      </DropdownList>
    </Dropdown>
  )
}
