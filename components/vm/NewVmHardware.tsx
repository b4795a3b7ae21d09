'use client'
import type { Cluster, Template } from '@/server/contract/api/infrastructure'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { NumberField } from '@/components/ui/form/NumberField'
import type { Capacity } from './capacity'
import { vmFormMessages } from './formMessages'
import type { NewVm } from './newVm'
import type { NewVmFields } from './NewVmAdvanced'

interface Props {
  form: NewVmFields & { values: NewVm }
  cluster: Cluster | undefined
  template: Template | undefined
  /** undefined = not known yet, null = no host is Up. */
  capacity: Capacity | null | undefined
}

/** Memory, vCPUs and disk, with what the cluster can take now. */
export function NewVmHardware({ form, cluster, template, capacity }: Props) {
  const t = useText(vmFormMessages)
  const f = useFormat()
  const { values, field } = form
  const { memoryMiB: limitMiB = 0, cpuCount = 0 } = cluster?.largestHost ?? {}
  const free = (room: Capacity): string => {
    const figures = { free: f.mib(room.freeMiB), total: f.mib(room.totalMiB), host: room.host }
    return values.memoryMiB > room.freeMiB ? t('memoryTight', figures) : t('memoryFree', figures)
  }
  const hint = capacity ? free(capacity) : capacity === null ? t('noHost') : undefined
  const disk = { size: f.mib(values.diskSizeMiB), min: f.mib(template?.diskSizeMiB) }
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
        {...(hint ? { hint } : {})}
      />
      <NumberField
        {...field('vcpus')}
        label={t('vcpus')}
        min={1}
        isRequired
        {...(cpuCount ? { max: cpuCount, help: t('vcpusHelp', { limit: cpuCount }) } : {})}
        {...(capacity ? { hint: t('vcpusHint', { count: capacity.cpuCount, host: capacity.host }) } : {})}
      />
      <NumberField
        {...field('diskSizeMiB')}
        label={t('diskSize')}
        unit="MiB"
        min={0}
        step={1024}
        {...(Number.isFinite(values.diskSizeMiB) ? { hint: t(template?.blank ? 'diskHintBlank' : 'diskHint', disk) } : {})}
      />
    </>
  )
}
