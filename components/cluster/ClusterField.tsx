'use client'
import { useEffect } from 'react'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { SelectField } from '@/components/ui/form/SelectField'
import type { FieldProps } from '@/components/ui/form/types'

/** Choice of a cluster, with its datacenter where there are several; the only one is chosen by itself. */
export function ClusterField(props: FieldProps<string>) {
  const common = useText(commonMessages)
  const { data } = useQuery(api.cluster.list.queryOptions({ input: { limit: 500, sort: 'name' } }))
  const clusters = data?.items ?? []
  const several = new Set(clusters.map(c => c.datacenter.id)).size > 1
  const first = clusters[0]?.id
  const { value, onChange } = props
  useEffect(() => {
    if (value === '' && first) onChange(first)
  })
  return (
    <SelectField
      {...props}
      label={common('cluster')}
      isRequired
      placeholder=""
      choices={clusters.map(c => ({ value: c.id, label: several ? `${c.datacenter.name} / ${c.name}` : c.name }))}
    />
  )
}
