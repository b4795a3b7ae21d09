'use client'
import type { Vm } from '@/server/contract/api/vm'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { EmptyList } from '@/components/ui/EmptyList'
import { FactsCard } from '@/components/ui/Facts'
import { vmDetailMessages } from './detailMessages'
import { GuestInside } from './GuestInside'
import styles from './vm.module.css'

/** What the guest agent says. Untrusted: shown as plain text only, never as a link or markup. */
export function VmGuest({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  const f = useFormat()
  if (!vm.runtime) return <EmptyList title={t('guestOff')} body={t('guestOffBody')} />
  const { guest, stealPercent } = vm.runtime
  const { clock } = vm.hardware
  if (!guest) return <EmptyList title={t('noAgent')} body={t('noAgentBody')} />
  return (
    <>
      <FactsCard
        title={t('guestTitle')}
        facts={[
          [t('hostname'), <span className={styles.text}>{guest.hostname}</span>],
          [t('os'), <span className={styles.text}>{guest.os}</span>],
          [t('addresses'), <span className={styles.text}>{guest.addresses.join('\n') || '–'}</span>],
        ]}
      />
      <GuestInside vm={vm} />
      <FactsCard
        title={t('timeTitle')}
        facts={[
          [t('clockBasis'), [clock.offset, clock.timezone].filter(Boolean).join(' · ')],
          [t('clockTimers'), clock.timers.map(({ name }) => name).join(', ') || '–'],
          [t('steal'), stealPercent === null ? '–' : t('stealText', { percent: f.percent(stealPercent) })],
        ]}
      />
      <p className={styles.subtle}>{t('guestHint')}</p>
    </>
  )
}
