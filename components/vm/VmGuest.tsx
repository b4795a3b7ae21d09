'use client'
import type { Vm } from '@/server/contract/api/vm'
import { useText } from '@/components/i18n/useText'
import { EmptyList } from '@/components/ui/EmptyList'
import { FactsCard } from '@/components/ui/Facts'
import { vmDetailMessages } from './detailMessages'
import { GuestInside } from './GuestInside'
import styles from './vm.module.css'

/** What the guest agent says. Untrusted: shown as plain text only, never as a link or markup. */
export function VmGuest({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  if (!vm.runtime) return <EmptyList title={t('guestOff')} body={t('guestOffBody')} />
  const { guest } = vm.runtime
  if (!guest) return <EmptyList title={t('noAgent')} body={t('noAgentBody')} />
  return (
    <>
      <FactsCard
        title={t('guestTitle')}
        facts={[
          [t('hostname'), <span className={styles.text}>{guest.hostname}</span>],
          [t('os'), <span className={styles.text}>{guest.os}</span>],
          [t('addresses'), <span className={styles.text}>{guest.addresses.join('\n')}</span>],
        ]}
      />
      <GuestInside vm={vm} />
      <p className={styles.subtle}>{t('guestHint')}</p>
    </>
  )
}
