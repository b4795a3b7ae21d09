'use client'
import { useText } from '@/components/i18n/useText'
import { SelectField } from '@/components/ui/form/SelectField'
import { vmFormMessages } from '../formMessages'
import type { StepProps } from './form'
import { wizardMessages } from './messages'
import { networksOf } from './newVm'

/** The networks that the cluster has, and none. */
export function NetworkStep({ form: { values, field }, choices, os }: StepProps) {
  const t = useText(vmFormMessages)
  const w = useText(wizardMessages)
  const networks = networksOf(choices, values.clusterId)
  const chosen = networks.find(({ id }) => id === values.networkId)
  // A machine that asks the network for its system needs a server there (row 3-13).
  const hint = values.source === 'pxe' && chosen?.mode === 'nat' ? w('pxeNat', { network: chosen.name }) : w('nicGets', { nic: os?.defaults.nicModel ?? 'virtio' })
  return (
    <SelectField
      {...field('networkId')}
      label={t('network')}
      hint={hint}
      choices={[...networks.map(n => ({ value: n.id, label: n.name })), { value: '', label: t('notConnected') }]}
    />
  )
}
