'use client'
import { Alert } from '@patternfly/react-core'
import type { Vm } from '@/server/contract/api/vm'
import { useText } from '@/components/i18n/useText'
import { MigrationPanel } from '@/components/migration/MigrationPanel'
import { vmDetailMessages } from './detailMessages'
import { vmMessages } from './messages'
import styles from './vm.module.css'

/** Above the tabs: a state that needs a sentence, and that another tool made the machine. */
export function VmNotes({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  const words = useText(vmMessages)
  const troubled = vm.statusReason !== '' && ['not_responding', 'paused_io', 'crashed'].includes(vm.status)
  if (!troubled && !vm.external && !vm.migration) return null
  return (
    <div className={styles.notes}>
      {vm.migration && <MigrationPanel vm={vm} migration={vm.migration} />}
      {troubled && <Alert isInline variant="danger" title={vm.statusReason} />}
      {vm.external && <Alert isInline variant="info" title={t('externalTitle')}>{words('externalHint')}</Alert>}
    </div>
  )
}
