'use client'
import type { ReactNode } from 'react'
import styles from './layout.module.css'

/** Things beside each other, below each other where there is no room: a heading at the left with its buttons at the right, or buttons only. */
export const Row = ({ children, isSpread = false, as: Element = 'div' }: { children: ReactNode; isSpread?: boolean; as?: 'div' | 'span' }) => (
  <Element className={isSpread ? `${styles.row} ${styles.spread}` : styles.row}>{children}</Element>
)
