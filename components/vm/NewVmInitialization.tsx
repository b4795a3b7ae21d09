'use client'
import { useText } from '@/components/i18n/useText'
import { FoldedFields } from '@/components/ui/form/AdvancedFields'
import { vmFormMessages } from './formMessages'
import { InitialRunFields } from './InitialRunFields'
import type { NewVm } from './newVm'
import type { NewVmFields } from './NewVmAdvanced'

/** What the guest is told at its first boot, folded until it is wanted. */
export function NewVmInitialization({ form }: { form: NewVmFields & { values: NewVm } }) {
  const t = useText(vmFormMessages)
  return (
    <FoldedFields label={t('initTitle')} isOpen={form.values.initialize}>
      <InitialRunFields form={form} />
    </FoldedFields>
  )
}
