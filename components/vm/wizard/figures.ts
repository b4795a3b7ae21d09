import type { Cluster, Template } from '@/server/contract/api/infrastructure'
import type { OperatingSystem } from '@/server/contract/api/os'
import type { Figures, NewVm } from './newVm'

/** Disk of a blank machine, MiB: room for a usual server. It is thin, so it costs nothing before it is written. */
const blankDiskMiB = 10_240
const usual: Figures = { memoryMiB: 1024, vcpus: 1, diskSizeMiB: blankDiskMiB }

/** What a template brings with it. */
const fromTemplate = (template: Template): Figures =>
  ({ memoryMiB: template.memoryMiB, vcpus: template.vcpus, diskSizeMiB: template.blank ? blankDiskMiB : (template.diskSizeMiB ?? 0) })

/** What a system is recommended to have, as far as the largest host has it. */
const fromOs = ({ recommended, minimum }: Pick<OperatingSystem, 'recommended' | 'minimum'>, limit: Cluster['largestHost'] | undefined): Figures => {
  const within = (value: number, most: number | undefined) => (most ? Math.min(value, most) : value)
  return {
    memoryMiB: within(recommended.memoryMiB ?? minimum.memoryMiB ?? usual.memoryMiB, limit?.memoryMiB),
    vcpus: within(recommended.vcpus ?? minimum.vcpus ?? usual.vcpus, limit?.cpuCount),
    diskSizeMiB: recommended.diskMiB ?? minimum.diskMiB ?? usual.diskSizeMiB,
  }
}

interface Around {
  template: Template | undefined
  os: OperatingSystem | undefined
  cluster: Pick<Cluster, 'largestHost'> | undefined
}

/** The figures that the present choices bring, and a name for those choices. */
function standard({ source, os: osId }: NewVm, { template, os, cluster }: Around): { key: string; figures: Figures } {
  if (source === 'template' && template && !template.blank) return { key: `template ${template.id}`, figures: fromTemplate(template) }
  const known = osId !== '' && os?.id === osId ? os : undefined
  const figures = known ? fromOs(known, cluster?.largestHost) : source === 'template' && template ? fromTemplate(template) : usual
  return { key: `${source} ${template?.id ?? ''} ${known?.id ?? ''}`, figures: source === 'existingDisk' ? { ...figures, diskSizeMiB: 0 } : figures }
}

/** Another choice: its figures, except where the reader has set his own. Null = nothing has changed. */
export function resize(values: NewVm, around: Around): Partial<NewVm> | null {
  const { key, figures } = standard(values, around)
  if (key === values.sizedFor) return null
  const { sized, sizedFor } = values
  const pick = (field: keyof Figures): number => (sizedFor === '' || values[field] === sized[field] ? figures[field] : values[field])
  return { sizedFor: key, sized: figures, memoryMiB: pick('memoryMiB'), vcpus: pick('vcpus'), diskSizeMiB: pick('diskSizeMiB') }
}
