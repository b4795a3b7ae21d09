'use client'
import type { Template } from '@/server/contract/api/infrastructure'
import { useText } from '@/components/i18n/useText'
import type { FieldProps } from '@/components/ui/form/types'
import { AdvancedFields } from '@/components/ui/form/AdvancedFields'
import { RadioField } from '@/components/ui/form/RadioField'
import { SelectField } from '@/components/ui/form/SelectField'
import { vmFormMessages } from './formMessages'
import { networksOf, type NewVm, type NewVmChoices } from './newVm'

export interface NewVmFields {
  field: <Name extends keyof NewVm & string>(name: Name) => FieldProps<NewVm[Name]>
}

interface Props {
  form: NewVmFields & { values: NewVm }
  choices: NewVmChoices
  template: Template | undefined
}

/** Network and allocation, and folded away what few change: firmware and acceleration. */
export function NewVmAdvanced({ form, choices, template }: Props) {
  const t = useText(vmFormMessages)
  const { values, field } = form
  return (
    <>
      {template?.blank === false && (
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
        {...field('networkId')}
        label={t('network')}
        choices={[...networksOf(choices, values.clusterId).map(n => ({ value: n.id, label: n.name })), { value: '', label: t('notConnected') }]}
      />
      <AdvancedFields isOpen={values.firmware !== 'bios' || values.virtType !== 'auto'}>
        <SelectField {...field('firmware')} label={t('firmware')} choices={[{ value: 'bios', label: t('bios') }, { value: 'uefi', label: t('uefi') }]} />
        <SelectField
          {...field('virtType')}
          label={t('acceleration')}
          help={t('accelerationHelp')}
          choices={[{ value: 'auto', label: t('auto') }, { value: 'kvm', label: t('kvm') }, { value: 'qemu', label: t('qemu') }]}
        />
      </AdvancedFields>
    </>
  )
}
