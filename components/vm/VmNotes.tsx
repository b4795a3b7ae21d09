'use client'
import type { Vm } from '@/server/contract/api/vm'
import { useText } from '@/components/i18n/useText'
import { later } from '@/components/ui/later'
import { Notice } from '@/components/ui/Notice'
import { vmDetailMessages } from './detailMessages'
import { vmMessages } from './messages'
import styles from './vm.module.css'

const MigrationPanel = later(() => import('@/components/migration/MigrationPanel').then(m => m.MigrationPanel))

/** Above the tabs: a state that needs a sentence, and that another tool made the machine. */
export function VmNotes({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  const words = useText(vmMessages)
  const troubled = vm.statusReason !== '' && ['not_responding', 'paused_io', 'crashed'].includes(vm.status)
  if (!troubled && !vm.external && !vm.migration && !vm.statelessRun && !vm.onceRun && !vm.runtime?.frozen) return null
  return (
    <div className={styles.notes}>
      {vm.migration && <MigrationPanel vm={vm} migration={vm.migration} />}
      {troubled && <Notice variant="danger" title={vm.statusReason} />}
      {vm.runtime?.frozen && <Notice variant="warning" title={t('frozenTitle')}>{t('frozenBody')}</Notice>}
      {vm.statelessRun && <Notice variant="info" title={t('statelessTitle')}>{t('statelessBody')}</Notice>}
      {vm.onceRun && <Notice variant="info" title={t('onceTitle')}>{t('onceBody')}</Notice>}
      {vm.external && <Notice variant="info" title={t('externalTitle')}>{words('externalHint')}</Notice>}
    </div>
  )
}
