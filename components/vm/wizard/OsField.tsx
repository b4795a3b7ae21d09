'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { OperatingSystem } from '@/server/contract/api/os'
import { api } from '@/components/data/client'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { SuggestField } from '@/components/ui/form/SuggestField'
import type { StepProps } from './form'
import { wizardMessages } from './messages'

/** The operating system by name: from it follow firmware, disk bus, network card, video and the figures. */
export function OsField({ form: { values, field, change }, os }: StepProps) {
  const w = useText(wizardMessages)
  const f = useFormat()
  const found = useQuery({ ...api.operatingSystem.list.queryOptions({ input: { search: values.osName, limit: 20 } }), placeholderData: keepPreviousData })
  const items = found.data?.items ?? []
  const about = (each: OperatingSystem): string => {
    const { firmware, diskBus, nicModel } = each.defaults
    const least = each.minimum.memoryMiB === null ? '' : w('osLeast', { memory: f.mib(each.minimum.memoryMiB) })
    return [w('osGets', { firmware: firmware.toUpperCase(), bus: diskBus, nic: nicModel }), least].filter(Boolean).join(' ')
  }
  return (
    <SuggestField
      {...field('osName')}
      label={w('os')}
      help={w('osHelp')}
      hint={os ? about(os) : values.osName === '' ? w('osNone') : w('osUnknown')}
      placeholder="Debian 11"
      suggestions={items.map(({ name }) => name)}
      onChange={osName => change({ osName, os: items.find(({ name, id }) => name === osName || id === osName)?.id ?? '' })}
    />
  )
}
