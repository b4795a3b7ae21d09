'use client'
import type { ComponentProps, ReactNode } from 'react'
import ArrowsAltVIcon from '@patternfly/react-icons/dist/dynamic/icons/arrows-alt-v-icon'
import LongArrowAltDownIcon from '@patternfly/react-icons/dist/dynamic/icons/long-arrow-alt-down-icon'
import LongArrowAltUpIcon from '@patternfly/react-icons/dist/dynamic/icons/long-arrow-alt-up-icon'
import '@patternfly/react-styles/css/components/Table/table.css'
import '@patternfly/react-styles/css/components/Table/table-grid.css'

/*
 * PatternFly's table, drawn with its style sheets: its components bring tooltips, popovers, tree rows and lodash to every list. The names
 * and attributes are PatternFly's, so that a table can take the other when it needs more.
 */

const classes = (...names: (string | false | undefined)[]): string => names.filter(Boolean).join(' ')

interface TableProps extends ComponentProps<'table'> {
  'aria-label': string
  borders?: boolean
}

/** Dense; on narrow screens each row becomes a card, with the column's name (`dataLabel`) before each value. */
export const Table = ({ className, borders = true, ...props }: TableProps) => (
  <table role="grid" {...props} className={classes('pf-v6-c-table pf-m-grid-md pf-m-compact', !borders && 'pf-m-no-border-rows', className)} />
)

export const Thead = (props: ComponentProps<'thead'>) => <thead {...props} className="pf-v6-c-table__thead" />
export const Tbody = (props: ComponentProps<'tbody'>) => <tbody role="rowgroup" {...props} className="pf-v6-c-table__tbody" />

export const Tr = ({ isRowSelected = false, ...props }: ComponentProps<'tr'> & { isRowSelected?: boolean }) => (
  <tr {...props} className={classes('pf-v6-c-table__tr', isRowSelected && 'pf-m-selected')} />
)

interface ThProps extends Omit<ComponentProps<'th'>, 'width'> {
  modifier?: 'nowrap' | 'fit-content'
  /** Percent of the table. */
  width?: number
  /** For a column without a visible name. */
  screenReaderText?: string
  /** Its direction when the table is ordered by this column, null when by another. */
  sort?: { direction: 'asc' | 'desc' | null; onSort: (direction: 'asc' | 'desc') => void }
}

const icons = { asc: LongArrowAltUpIcon, desc: LongArrowAltDownIcon }

function SortButton({ sort: { direction, onSort }, children }: { sort: NonNullable<ThProps['sort']>; children: ReactNode }) {
  const Icon = direction === null ? ArrowsAltVIcon : icons[direction]
  return (
    <button type="button" className="pf-v6-c-table__button" onClick={() => onSort(direction === 'asc' ? 'desc' : 'asc')}>
      <div className="pf-v6-c-table__button-content">
        <span className="pf-v6-c-table__text">{children}</span>
        <span className="pf-v6-c-table__sort-indicator">
          <Icon />
        </span>
      </div>
    </button>
  )
}

export function Th({ className, modifier, width, screenReaderText, sort, children, ...props }: ThProps) {
  const order = sort && ({ asc: 'ascending', desc: 'descending', none: 'none' } as const)[sort.direction ?? 'none']
  return (
    <th
      scope="col"
      {...props}
      {...(order ? { 'aria-sort': order } : {})}
      className={classes(
        'pf-v6-c-table__th', modifier && `pf-m-${modifier}`, width !== undefined && `pf-m-width-${width}`,
        sort && 'pf-v6-c-table__sort', sort?.direction ? 'pf-m-selected' : undefined, className,
      )}
    >
      {sort ? <SortButton sort={sort}>{children}</SortButton> : children}
      {screenReaderText ? <span className="pf-v6-screen-reader">{screenReaderText}</span> : null}
    </th>
  )
}

interface TdProps extends ComponentProps<'td'> {
  dataLabel?: string
  modifier?: 'nowrap' | 'breakWord' | 'fitContent'
  /** Holds the menu of the row. */
  isActionCell?: boolean
}

const modifiers = { nowrap: 'pf-m-nowrap', breakWord: 'pf-m-break-word', fitContent: 'pf-m-fit-content' }

export const Td = ({ className, dataLabel, modifier, isActionCell = false, ...props }: TdProps) => (
  <td {...props} data-label={dataLabel} className={classes('pf-v6-c-table__td', isActionCell && 'pf-v6-c-table__action', modifier && modifiers[modifier], className)} />
)
