'use client'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { NumberField } from '@/components/ui/form/NumberField'
import { RadioField } from '@/components/ui/form/RadioField'
import { SelectField } from '@/components/ui/form/SelectField'
import { vmFormMessages } from '../formMessages'
import type { StepProps } from './form'
import { wizardMessages } from './messages'
import { domainsOf } from './newVm'

/** Size, place and kind of the first disk. */
export function StorageStep({ form: { values, field }, choices, template }: StepProps) {
  const t = useText(vmFormMessages)
  const w = useText(wizardMessages)
  const f = useFormat()
  if (values.source === 'existingDisk') return <p>{w('diskIsThere')}</p>
  const domains = domainsOf(choices, values.clusterId)
  const own = values.source === 'template' && template && !template.blank ? template : null
  const thin = own !== null && values.allocation === 'thin'
  const standard = own?.storageDomain ? w('besideTemplate', { domain: own.storageDomain.name }) : w('automaticOf', { value: domains[0]?.name ?? '–' })
  // A domain that only one host has ties the machine to that host (row 3-20).
  const chosen = domains.find(({ id }) => id === values.storageDomainId) ?? domains.find(({ id }) => id === own?.storageDomain?.id) ?? domains[0]
  return (
    <>
      <NumberField
        {...field('diskSizeMiB')}
        label={t('diskSize')}
        unit="MiB"
        min={0}
        step={1024}
        {...(Number.isFinite(values.diskSizeMiB) ? { hint: t(own ? 'diskHint' : 'diskHintBlank', { size: f.mib(values.diskSizeMiB), min: f.mib(own?.diskSizeMiB) }) } : {})}
      />
      {own && (
        <RadioField
          {...field('allocation')}
          label={t('allocation')}
          choices={[
            { value: 'thin', label: t('thin'), description: t('thinHint') },
            { value: 'copy', label: t('copy'), description: t('copyHint') },
          ]}
        />
      )}
      <SelectField
        {...field('storageDomainId')}
        label={w('storageDomain')}
        isDisabled={thin}
        value={thin ? '' : values.storageDomainId}
        {...(thin ? { hint: w('thinBeside') } : chosen?.type === 'local' ? { hint: w('localDomain', { domain: chosen.name }) } : {})}
        choices={[{ value: '', label: standard }, ...domains.map(domain => ({ value: domain.id, label: w('domainFree', { domain: domain.name, free: f.mib(domain.freeMiB) }) }))]}
      />
    </>
  )
}
