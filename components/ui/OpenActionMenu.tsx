'use client'
import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core'
import EllipsisVIcon from '@patternfly/react-icons/dist/dynamic/icons/ellipsis-v-icon'
import { useWords } from '@/components/i18n/useWords'
import { refusal, type ActionItem } from './action'
import { useMenuOpen } from './useMenuOpen'

const focusDelayMs = 60

/** Refused items are greyed and tell why, by pointer and keyboard. */
function Items({ items }: { items: readonly ActionItem[] }) {
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

interface Props {
  items: readonly ActionItem[] | (() => readonly ActionItem[])
  label: string
  toggleText?: string
}

/** What ActionMenu becomes with the first click. */
export function OpenActionMenu({ items, label, toggleText }: Props) {
  const [open, setOpen] = useMenuOpen()
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      shouldFocusFirstItemOnOpen
      // Once its tooltip listens: it may be a greyed one.
      focusTimeoutDelay={focusDelayMs}
      // A dialog gives the focus back to where it was opened from.
      shouldFocusToggleOnSelect
      popperProps={{ position: 'right' }}
      toggle={ref => (
        <MenuToggle ref={ref} aria-label={label} variant={toggleText ? 'default' : 'plain'} isExpanded={open} onClick={() => setOpen(!open)}>
          {toggleText ?? <EllipsisVIcon />}
        </MenuToggle>
      )}
    >
      <DropdownList aria-label={label}>{open ? <Items items={typeof items === 'function' ? items() : items} /> : null}</DropdownList>
    </Dropdown>
  )
}
