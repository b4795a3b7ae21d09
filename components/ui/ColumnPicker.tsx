'use client'
import { MenuToggle } from '@patternfly/react-core'
import ColumnsIcon from '@patternfly/react-icons/dist/dynamic/icons/columns-icon'
import { useText } from '@/components/i18n/useText'
import { later } from './later'
import { LazyMenu } from './LazyMenu'
import { uiMessages } from './messages'
import { shownColumns, type Column } from './table'

const ColumnMenu = later(() => import('./ColumnMenu').then(m => m.ColumnMenu))

interface Props<Row> {
  columns: readonly Column<Row>[]
  chosen: readonly string[] | undefined
  /** undefined = the table's own choice again. */
  onChange: (chosen: string[] | undefined) => void
}

/** Which columns are shown. */
export function ColumnPicker<Row>({ columns, chosen, onChange }: Props<Row>) {
  const t = useText(uiMessages)
  return (
    <LazyMenu
      load={ColumnMenu.load}
      menu={<ColumnMenu columns={columns.filter(c => !c.fixed)} shown={shownColumns(columns, chosen).map(c => c.id)} onChange={onChange} />}
      label={t('columns')}
      button={props => <MenuToggle variant="plain" icon={<ColumnsIcon />} {...props} />}
    />
  )
}
