'use client'
import type { Vm } from '@/server/contract/api/vm'
import { useText } from '@/components/i18n/useText'
import { RefLink } from '@/components/shell/ObjectLink'
import { Addresses } from './Addresses'
import { vmMessages } from './messages'
import { Uptime } from './Uptime'
import { VmState } from './VmState'
import styles from './vm.module.css'

/** Beside the name: state, host, uptime, addresses. */
export function VmFacts({ vm }: { vm: Vm }) {
  const t = useText(vmMessages)
  const addresses = vm.runtime?.guest?.addresses ?? []
  return (
    <div className={styles.facts}>
      <VmState vm={vm} />
      {vm.host && <span>{t('host')}: <RefLink type="host" to={vm.host} /></span>}
      {vm.runtime?.startedAt && <span>{t('uptime')}: <Uptime since={vm.runtime.startedAt} /></span>}
      {addresses.length > 0 && <span>IP: <Addresses addresses={addresses} /></span>}
    </div>
  )
}
