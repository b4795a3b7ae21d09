import type { Cluster, Network, Template } from '@/server/contract/api/infrastructure'
import type { CreateVm } from '@/server/contract/api/vm'
import { checkInitialization } from '@/server/domain/initialization/check'
import { checkVm } from '@/server/domain/vm/validate'
import type { Finding } from '@/components/data/useForm'
import { initializationOf, noInitialRun, type InitialRun } from './initialRun'

/** What stands in the fields. `networkId` '' = not connected. `named`: the reader chose the name, so it is not suggested any more. */
export interface NewVm extends InitialRun {
  named: boolean
  clusterId: string
  templateId: string
  name: string
  description: string
  memoryMiB: number
  vcpus: number
  diskSizeMiB: number
  allocation: 'thin' | 'copy'
  networkId: string
  virtType: 'auto' | 'kvm' | 'qemu'
  firmware: 'bios' | 'uefi'
  start: boolean
  startPaused: boolean
}

export interface NewVmChoices {
  clusters: readonly Cluster[]
  templates: readonly Template[]
  networks: readonly Network[]
}

/** Disk of a blank machine, MiB: room for a usual server. It is thin, so it costs nothing before it is written. */
const blankDiskMiB = 10_240

/** What a template brings with it. */
export const fromTemplate = (template: Template): Pick<NewVm, 'templateId' | 'memoryMiB' | 'vcpus' | 'diskSizeMiB'> => ({
  templateId: template.id,
  memoryMiB: template.memoryMiB,
  vcpus: template.vcpus,
  diskSizeMiB: template.blank ? blankDiskMiB : (template.diskSizeMiB ?? 0),
})

/** Another template: its figures, except where the reader has chosen his own. */
export function switchTemplate(values: NewVm, from: Template | undefined, to: Template): Partial<NewVm> {
  const next = fromTemplate(to)
  if (!from) return next
  const standard = fromTemplate(from)
  const pick = (field: 'memoryMiB' | 'vcpus' | 'diskSizeMiB'): number => (values[field] === standard[field] ? next[field] : values[field])
  return { templateId: to.id, memoryMiB: pick('memoryMiB'), vcpus: pick('vcpus'), diskSizeMiB: pick('diskSizeMiB') }
}

export const templatesOf = (choices: NewVmChoices, clusterId: string): readonly Template[] => {
  const datacenterId = choices.clusters.find(c => c.id === clusterId)?.datacenter.id
  return choices.templates.filter(t => t.datacenter.id === datacenterId)
}

export const networksOf = (choices: NewVmChoices, clusterId: string): readonly Network[] => {
  const datacenterId = choices.clusters.find(c => c.id === clusterId)?.datacenter.id
  return choices.networks.filter(n => n.datacenter.id === datacenterId)
}

/** What belongs to a cluster: the first template with a system on it, the first network. */
export function inCluster(choices: NewVmChoices, clusterId: string): Partial<NewVm> {
  const templates = templatesOf(choices, clusterId)
  const template = templates.find(t => !t.blank) ?? templates[0]
  return { clusterId, networkId: networksOf(choices, clusterId)[0]?.id ?? '', ...(template ? fromTemplate(template) : { templateId: '' }) }
}

/** A sensible value in each field. The cluster with a host that is Up comes first. */
export function newVmDefaults(choices: NewVmChoices): NewVm {
  const cluster = choices.clusters.find(c => c.largestHost.memoryMiB > 0) ?? choices.clusters[0]
  return {
    named: false, clusterId: '', templateId: '', name: '', description: '', memoryMiB: 512, vcpus: 1, diskSizeMiB: 0,
    allocation: 'thin', networkId: '', virtType: 'auto', firmware: 'bios', start: false, startPaused: false,
    ...noInitialRun,
    ...(cluster ? inCluster(choices, cluster.id) : {}),
  }
}

/** The server's own rules, with the limits of the cluster's largest host (0 = no host is Up, then there is no limit to check). */
export function checkNewVm(values: NewVm, cluster: Pick<Cluster, 'largestHost'> | undefined, template: Template | undefined): Finding[] {
  const limits = { memoryMiB: cluster?.largestHost.memoryMiB || null, cpuCount: cluster?.largestHost.cpuCount || null }
  const initialization = initializationOf(values)
  return [...checkVm(values, limits), ...checkDisk(values.diskSizeMiB, template), ...(initialization ? checkInitialization(initialization) : [])]
}

function checkDisk(sizeMiB: number, template: Template | undefined): Finding[] {
  const finding = (code: string, text: string, params: Finding['params'] = {}): Finding[] => [{ field: 'diskSizeMiB', code, params, text }]
  if (!Number.isInteger(sizeMiB) || sizeMiB < 0) return finding('disk_number', 'The size must be a whole number of MiB.')
  const min = template && !template.blank ? (template.diskSizeMiB ?? 0) : 0
  return sizeMiB < min ? finding('disk_small', `The disk can't be smaller than the template's: ${min} MiB.`, { min }) : []
}

/** The form's values as the API takes them. */
export const createInput = (values: NewVm): CreateVm => {
  const { clusterId, templateId, name, description, memoryMiB, vcpus, diskSizeMiB, allocation, networkId, virtType, firmware, start, startPaused } = values
  return {
    clusterId, templateId, name, description, memoryMiB, vcpus, diskSizeMiB, allocation, virtType, firmware, start, startPaused,
    networkId: networkId || null, initialization: initializationOf(values),
  }
}
