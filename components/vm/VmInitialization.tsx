'use client'
import type { InitializationView } from '@/server/contract/initialization'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { FactsCard, type Fact } from '@/components/ui/Facts'
import { vmDetailMessages } from './detailMessages'

/** What the machine was told at its first boot. Secrets are not shown, only that there are some. */
export function VmInitialization({ told }: { told: InitializationView }) {
  const t = useText(vmDetailMessages)
  const f = useFormat()
  const { network } = told
  return (
    <FactsCard
      title={t('initialRun')}
      facts={[
        [t('initKind'), told.kind],
        [t('hostname'), told.hostname || t('initFromName')],
        [t('initUser'), told.userName],
        [t('initPassword'), told.hasPassword ? t('initSet') : t('initNone')],
        [t('initKeys'), f.number(told.sshKeyCount)],
        [t('addresses'), network ? [network.address, network.gateway, ...network.nameServers].filter(Boolean).join(', ') : 'DHCP'],
        [t('initTimezone'), told.timezone],
        ...(told.kind === 'sysprep' ? [[t('initLocale'), told.locale] satisfies Fact, [t('initAnswers'), t(told.done ? 'initAnswersGone' : 'initAnswersThere')] satisfies Fact] : []),
        ...(told.kind === 'ignition' ? [] : [[t('initScript'), told.hasScript ? t('initSet') : t('initNone')] satisfies Fact]),
        ...(told.kind === 'ignition' ? [[t('initConfig'), told.hasConfig ? t('initSet') : t('initNone')] satisfies Fact] : []),
      ]}
    />
  )
}
