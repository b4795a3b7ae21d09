'use client'
import { useQuery } from '@tanstack/react-query'
import type { DomainCapabilities } from '@/server/contract/agent/capabilities'
import { hostsWithout } from '@/server/domain/capability/lacking-hosts'
import { api } from '@/components/data/client'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { AdvancedFields } from '@/components/ui/form/AdvancedFields'
import { NumberField } from '@/components/ui/form/NumberField'
import { SelectField } from '@/components/ui/form/SelectField'
import { vmFormMessages } from '../formMessages'
import { useLackingText } from '../useLackingText'
import type { Capacity } from './capacity'
import type { StepProps } from './form'
import { wizardMessages } from './messages'

/** Memory and vCPUs, with what the cluster can take now and what the system needs (rows 3-29, 3-30). */
export function ProcessorStep({ form: { values, field }, cluster, os, capacity }: StepProps) {
  const t = useText(vmFormMessages)
  const w = useText(wizardMessages)
  const f = useFormat()
  const { memoryMiB: limitMiB = 0, cpuCount = 0 } = cluster?.largestHost ?? {}
  const free = (room: Capacity): string => {
    const figures = { free: f.mib(room.freeMiB), total: f.mib(room.totalMiB), host: room.host }
    return values.memoryMiB > room.freeMiB ? t('memoryTight', figures) : t('memoryFree', figures)
  }
  const least = os?.minimum.memoryMiB ?? null
  const needs = os && least !== null && values.memoryMiB < least ? w('osNeeds', { os: os.name, memory: f.mib(least) }) : ''
  const hint = [needs, capacity ? free(capacity) : capacity === null ? t('noHost') : ''].filter(Boolean).join(' ')
  const offers = useQuery(api.cluster.hostOffers.queryOptions({ input: { id: values.clusterId }, enabled: values.clusterId !== '' }))
  const { refusal } = useLackingText()
  const offered = <Value extends string>(value: Value, label: string, has: (capabilities: DomainCapabilities) => boolean) => {
    const found = refusal(hostsWithout(offers.data?.groups ?? [], has))
    return { value, label: found ? `${label} – ${found.text}` : label, isDisabled: found?.blocked === true }
  }
  const automatic = w('automaticOf', { value: t(os?.defaults.firmware ?? 'bios') })
  return (
    <>
      <NumberField
        {...field('memoryMiB')}
        label={t('memory')}
        unit="MiB"
        min={1}
        step={64}
        isRequired
        {...(limitMiB ? { max: limitMiB, help: t('memoryHelp', { limit: f.mib(limitMiB) }) } : {})}
        {...(hint === '' ? {} : { hint })}
      />
      <NumberField
        {...field('vcpus')}
        label={t('vcpus')}
        min={1}
        isRequired
        {...(cpuCount ? { max: cpuCount, help: t('vcpusHelp', { limit: cpuCount }) } : {})}
        {...(capacity ? { hint: t('vcpusHint', { count: capacity.cpuCount, host: capacity.host }) } : {})}
      />
      <AdvancedFields isOpen={values.firmware !== '' || values.virtType !== 'auto'}>
        <SelectField
          {...field('firmware')}
          label={t('firmware')}
          choices={[{ value: '', label: automatic }, { value: 'bios', label: t('bios') }, offered('uefi', t('uefi'), each => each.offers.firmware?.includes('efi') !== false)]}
        />
        <SelectField
          {...field('virtType')}
          label={t('acceleration')}
          help={t('accelerationHelp')}
          choices={[{ value: 'auto', label: t('auto') }, offered('kvm', t('kvm'), each => each.virtType === 'kvm'), offered('qemu', t('qemu'), each => each.virtType === 'qemu')]}
        />
      </AdvancedFields>
    </>
  )
}
