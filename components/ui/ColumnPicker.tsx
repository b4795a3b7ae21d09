'use client'
import { useState } from 'react'
import { Divider, Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core'
import ColumnsIcon from '@patternfly/react-icons/dist/dynamic/icons/columns-icon'
import { useText } from '@/components/i18n/useText'
import { uiMessages } from './messages'
import { shownColumns, type Column } from './table'

interface Props<Row> {
  columns: readonly Column<Row>[]
  chosen: readonly string[] | undefined
  /** undefined = the table's own choice again. */
  onChange: (chosen: string[] | undefined) => void
}

/** Which columns are shown. */
export function ColumnPicker<Row>({ columns, chosen, onChange }: Props<Row>) {
  const t = useText(uiMessages)
  const [open, setOpen] = useState(false)
  const shown = shownColumns(columns, chosen).map(c => c.id)
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      popperProps={{ position: 'right' }}
      toggle={ref => (
        <MenuToggle ref={ref} variant="plain" aria-label={t('columns')} isExpanded={open} onClick={() => setOpen(!open)} icon={<ColumnsIcon />} />
      )}
    >
      <DropdownList>
        {columns
          .filter(c => !c.fixed)
          .map(c => (
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
