'use client'
import { Divider, Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core'
import ColumnsIcon from '@patternfly/react-icons/dist/dynamic/icons/columns-icon'
import { useText } from '@/components/i18n/useText'
import { uiMessages } from './messages'
import { useMenuOpen } from './useMenuOpen'

interface Props {
  columns: readonly { id: string; label: string }[]
  shown: readonly string[]
  onChange: (chosen: string[] | undefined) => void
}

/** What ColumnPicker becomes with the first click: it stays open while one chooses. */
export function ColumnMenu({ columns, shown, onChange }: Props) {
  const t = useText(uiMessages)
  const [open, setOpen] = useMenuOpen()
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      shouldFocusFirstItemOnOpen
      popperProps={{ position: 'right' }}
      toggle={ref => (
        <MenuToggle ref={ref} variant="plain" aria-label={t('columns')} isExpanded={open} onClick={() => setOpen(!open)} icon={<ColumnsIcon />} />
      )}
    >
      <DropdownList>
        {columns.map(c => (
          <DropdownItem
            key={c.id}
            hasCheckbox
            isSelected={shown.includes(c.id)}
            onClick={() => onChange(shown.includes(c.id) ? shown.filter(id => id !== c.id) : [...shown, c.id])}
          >
            {c.label}
          </DropdownItem>
        ))}
        <Divider component="li" />
        <DropdownItem onClick={() => onChange(undefined)}>{t('columnsReset')}</DropdownItem>
      </DropdownList>
    </Dropdown>
  )
}
