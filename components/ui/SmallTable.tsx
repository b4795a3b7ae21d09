'use client'
import type { ReactNode } from 'react'
import styles from './smallTable.module.css'
import { Table, Tbody, Td, Th, Thead, Tr } from './tableParts'

interface Props {
  label: string
  head: readonly string[]
  rows: readonly { key: string | number; cells: readonly ReactNode[] }[]
}

/** A few rows of facts, without search or order; cards on narrow screens. */
export function SmallTable({ label, head, rows }: Props) {
  if (rows.length === 0) return <>–</>
  return (
    <Table className={styles.table} aria-label={label} borders={false}>
      <Thead>
        <Tr>
          {head.map(h => (
            <Th key={h}>{h}</Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {rows.map(row => (
          <Tr key={row.key}>
            {row.cells.map((cell, i) => (
              <Td key={head[i]} dataLabel={head[i] ?? ''} modifier="breakWord">
                {cell}
              </Td>
            ))}
          </Tr>
        ))}
      </Tbody>
    </Table>
  )
}
