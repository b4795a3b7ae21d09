'use client'
import { useEffect } from 'react'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { SelectField } from '@/components/ui/form/SelectField'
import type { FieldProps } from '@/components/ui/form/types'

/** Choice of a datacenter; the only one is chosen by itself. */
export function DatacenterField(props: FieldProps<string>) {
  const common = useText(commonMessages)
  const { data } = useQuery(api.datacenter.list.queryOptions({ input: { limit: 500, sort: 'name' } }))
  const first = data?.items[0]?.id
  const { value, onChange } = props
  useEffect(() => {
    if (value === '' && first) onChange(first)
  })
  return (
    <SelectField {...props} label={common('datacenter')} isRequired placeholder="" choices={(data?.items ?? []).map(d => ({ value: d.id, label: d.name }))} />
  )
}
