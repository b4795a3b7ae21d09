'use client'
import { useId, type ReactNode } from 'react'
import { Checkbox, Skeleton } from '@patternfly/react-core'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import type { ActionItem } from './action'
import { ActionMenu } from './ActionMenu'
import { uiMessages } from './messages'
import { sortOf, type Column } from './table'
import { Table, Tbody, Td, Th, Thead, Tr } from './tableParts'
import styles from './table.module.css'

export interface ResourceTableProps<Row extends { id: string }> {
  label: string
  columns: readonly Column<Row>[]
  /** undefined = not loaded yet: skeleton rows. */
  rows: readonly Row[] | undefined
  nameOf: (row: Row) => string
  sort: string
  onSort: (sort: string) => void
  /** Without it no check boxes are shown. */
  selection?: { ids: ReadonlySet<string>; onChange: (ids: ReadonlySet<string>) => void }
  rowActions?: (row: Row) => readonly ActionItem[]
  /** Instead of rows when there are none. */
  empty: ReactNode
}

const skeletonRows = 5
/** PatternFly's own selection names its boxes "Select row 0", in English whatever one does. */
const checkCell = 'pf-v6-c-table__check'

/** Dense table of objects; on narrow screens each row becomes a card. Sorting, paging and searching are the caller's. */
export function ResourceTable<Row extends { id: string }>({
  label,
  columns,
  rows,
  nameOf,
  sort,
  onSort,
  selection,
  rowActions,
  empty,
}: ResourceTableProps<Row>) {
  const t = useText(uiMessages)
  const common = useText(commonMessages)
  const id = useId()
  const { field, direction } = sortOf(sort)
  const allSelected = selection !== undefined && rows !== undefined && rows.length > 0 && rows.every(r => selection.ids.has(r.id))
  const toggle = (ids: readonly string[], on: boolean) => {
    const next = new Set(selection?.ids)
    for (const id of ids) next[on ? 'add' : 'delete'](id)
    selection?.onChange(next)
  }
  if (rows?.length === 0) return empty
  return (
    <div className={styles.scroll}>
      <Table aria-label={label} className={styles.table} aria-busy={rows === undefined}>
        <Thead>
          <Tr>
            {selection ? (
              <Th className={checkCell}>
                <Checkbox id={`${id}all`} aria-label={t('selectAll')} isChecked={allSelected} onChange={(_, on) => toggle(rows?.map(r => r.id) ?? [], on)} />
              </Th>
            ) : null}
            {columns.map(c => (
              <Th
                key={c.id}
                modifier="nowrap"
                {...(c.width ? { width: c.width } : {})}
                className={c.numeric ? styles.numeric : undefined}
                {...(c.sortField
                  ? {
                      sort: {
                        direction: c.sortField === field ? direction : null,
                        onSort: to => onSort(`${to === 'desc' ? '-' : ''}${c.sortField}`),
                      },
                    }
                  : {})}
              >
                {c.label}
              </Th>
            ))}
            {rowActions ? <Th screenReaderText={common('actions')} /> : null}
          </Tr>
        </Thead>
        <Tbody>
          {rows === undefined
            ? Array.from({ length: skeletonRows }, (_, i) => (
                <Tr key={i}>
                  {selection ? <Td /> : null}
                  {columns.map(c => (
                    <Td key={c.id} dataLabel={c.label}>
                      <Skeleton screenreaderText={i === 0 ? common('loading') : ''} />
                    </Td>
                  ))}
                  {rowActions ? <Td /> : null}
                </Tr>
              ))
            : rows.map(row => (
                <Tr key={row.id} isRowSelected={selection?.ids.has(row.id) ?? false}>
                  {selection ? (
                    <Td className={checkCell}>
                      <Checkbox
                        id={`${id}${row.id}`}
                        aria-label={t('selectRow', { name: nameOf(row) })}
                        isChecked={selection.ids.has(row.id)}
                        onChange={(_, on) => toggle([row.id], on)}
                      />
                    </Td>
                  ) : null}
                  {columns.map(c => (
                    <Td key={c.id} dataLabel={c.label} className={c.numeric ? styles.numeric : undefined}>
                      {c.render(row)}
                    </Td>
                  ))}
                  {rowActions ? (
                    <Td isActionCell>
                      <ActionMenu items={() => rowActions(row)} label={common('actionsFor', { name: nameOf(row) })} />
                    </Td>
                  ) : null}
                </Tr>
              ))}
        </Tbody>
      </Table>
    </div>
  )
}
