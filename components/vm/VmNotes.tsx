'use client'
import type { Vm } from '@/server/contract/api/vm'
import { useText } from '@/components/i18n/useText'
import { later } from '@/components/ui/later'
import { Notice } from '@/components/ui/Notice'
import { vmDetailMessages } from './detailMessages'
import { vmMessages } from './messages'
import styles from './vm.module.css'

const LackingNotice = later(() => import('./LackingNotice').then(m => m.LackingNotice))
const MigrationPanel = later(() => import('@/components/migration/MigrationPanel').then(m => m.MigrationPanel))

/** Above the tabs: a state that needs a sentence, what keeps hosts from running it, and that another tool made the machine. */
export function VmNotes({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  const words = useText(vmMessages)
  const troubled = vm.statusReason !== '' && ['not_responding', 'paused_io', 'crashed'].includes(vm.status)
  // A running machine has what it needs; where it could move to, the dialog of the migration says.
  const lacks = !vm.runtime && vm.lacking.hosts.length > 0
  if (!troubled && !lacks && !vm.external && !vm.migration && !vm.statelessRun && !vm.onceRun && !vm.runtime?.frozen) return null
  return (
    <div className={styles.notes}>
      {vm.migration && <MigrationPanel vm={vm} migration={vm.migration} />}
      {troubled && <Notice variant="danger" title={vm.statusReason} />}
      {lacks && <LackingNotice lacking={vm.lacking} />}
      {vm.runtime?.frozen && <Notice variant="warning" title={t('frozenTitle')}>{t('frozenBody')}</Notice>}
      {vm.statelessRun && <Notice variant="info" title={t('statelessTitle')}>{t('statelessBody')}</Notice>}
      {vm.onceRun && <Notice variant="info" title={t('onceTitle')}>{t('onceBody')}</Notice>}
      {vm.external && <Notice variant="info" title={t('externalTitle')}>{words('externalHint')}</Notice>}
    </div>
  )
}
