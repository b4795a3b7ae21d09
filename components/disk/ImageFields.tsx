'use client'
import { useQuery } from '@tanstack/react-query'
import type { DiskRow } from '@/server/contract/api/disk'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { RadioField } from '@/components/ui/form/RadioField'
import { SelectField } from '@/components/ui/form/SelectField'
import type { FieldProps } from '@/components/ui/form/types'
import { dialogMessages } from './dialogMessages'
import { diskMessages } from './messages'

export interface ImageValues {
  storageDomainId: string
  format: 'qcow2' | 'raw'
  allocation: 'thin' | 'preallocated'
}

interface Props {
  disk: DiskRow
  values: ImageValues
  fields: { [Name in keyof ImageValues]: FieldProps<ImageValues[Name]> }
}

/** Where the image is to lie and as what, with the space that it takes there. */
export function ImageFields({ disk, values, fields }: Props) {
  const t = useText(diskMessages)
  const d = useText(dialogMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const domains = useQuery(api.storageDomain.list.queryOptions({ input: { search: 'role=data', limit: 500, sort: 'name' } })).data?.items ?? []
  const domain = domains.find(({ id }) => id === values.storageDomainId)
  const needed = values.allocation === 'preallocated' ? disk.sizeMiB : disk.template ? null : disk.allocatedMiB
  const hint = domain && (needed === null ? d('spaceUpTo', { size: f.mib(disk.sizeMiB), domain: domain.name, free: f.mib(domain.freeMiB) }) : d('space', { size: f.mib(needed), domain: domain.name, free: f.mib(domain.freeMiB) }))
  return (
    <>
      <SelectField
        {...fields.storageDomainId} label={common('storageDomain')} isRequired {...(hint ? { hint } : {})}
        choices={domains.map(({ id, name }) => ({ value: id, label: id === disk.storageDomain.id ? d('here', { name }) : name }))}
      />
      <SelectField {...fields.format} label={t('format')} help={t('formatHelp')} choices={[{ value: 'qcow2', label: 'qcow2' }, { value: 'raw', label: 'raw' }]} />
      <RadioField
        {...fields.allocation}
        label={t('allocation')}
        choices={[
          { value: 'thin', label: t('thin'), description: t('thinHint') },
          { value: 'preallocated', label: t('preallocated'), description: t('preallocatedHint') },
        ]}
      />
    </>
  )
}

/** What the disk is now. */
export const imageValues = ({ storageDomain, format, allocation }: DiskRow): ImageValues => ({
  storageDomainId: storageDomain.id, format: format === 'raw' ? 'raw' : 'qcow2', allocation: allocation === 'preallocated' ? 'preallocated' : 'thin',
})
