'use client'
import type { VmRow } from '@/server/contract/api/vm'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { Hint } from '@/components/ui/Hint'
import { StateLabel } from '@/components/ui/StateLabel'
import { Tag } from '@/components/ui/Tag'
import { vmMessages } from './messages'
import styles from './vm.module.css'

/** State as icon and word, the job that holds the machine, and the mark of machines that other tools made. */
export function VmState({ vm }: { vm: Pick<VmRow, 'status' | 'statusReason' | 'job' | 'external'> & Partial<Pick<VmRow, 'migration'>> }) {
  const t = useText(vmMessages)
  const words = useWords()
  const migration = vm.status === 'migrating' ? vm.migration : null
  const suffix = migration ? `(${t('moving', { host: migration.destination.name, percent: Math.floor(migration.progress * 100) })})` : undefined
  const reason = [suffix ? '' : vm.statusReason, vm.job && words.jobKind(vm.job.kind)].filter(Boolean).join(' · ')
  return (
    <span className={styles.state}>
      <StateLabel kind="vm" state={vm.status} reason={reason || undefined} {...(suffix ? { suffix } : {})} />
      {vm.external && (
        <Hint content={t('externalHint')}>
          <Tag tabIndex={0}>{t('external')}</Tag>
        </Hint>
      )}
    </span>
  )
}
