import type { Cluster, Network, Template } from '@/server/contract/api/infrastructure'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import type { HaPriority } from '@/server/contract/api/vm-properties'
import { isAttached } from '@/components/infrastructure/attached'
import { noInitialRun, type InitialRun } from '../initialRun'

export const sourceKinds = ['template', 'iso', 'tree', 'pxe', 'existingDisk'] as const
export type SourceKind = (typeof sourceKinds)[number]

/** Memory, processors and disk, as a template or an operating system brings them. */
export interface Figures {
  memoryMiB: number
  vcpus: number
  diskSizeMiB: number
}

/** What stands in the fields. `''` of a choice = none, or as the server chooses. `named`: the reader chose the name, so it is not suggested any more. */
export interface NewVm extends Figures, InitialRun {
  /** The step that is open. */
  step: string
  named: boolean
  clusterId: string
  source: SourceKind
  templateId: string
  /** `<storage domain>/<file>`. */
  iso: string
  treeUrl: string
  kickstart: 'none' | 'text' | 'url'
  kickstartText: string
  kickstartUrl: string
  kernelArguments: string
  diskId: string
  /** Id of an operating system, and what stands in its field. */
  os: string
  osName: string
  /** What `sized` was taken from: as long as a figure is the one of it, it follows the next choice. */
  sizedFor: string
  sized: Figures
  name: string
  description: string
  comment: string
  tags: string
  ownerId: string
  deleteProtected: boolean
  autostart: boolean
  haEnabled: boolean
  haPriority: HaPriority
  allocation: 'thin' | 'copy'
  storageDomainId: string
  networkId: string
  virtType: 'auto' | 'kvm' | 'qemu'
  firmware: '' | 'bios' | 'uefi'
  start: boolean
  startPaused: boolean
}

export interface NewVmChoices {
  clusters: readonly Cluster[]
  templates: readonly Template[]
  networks: readonly Network[]
  storageDomains: readonly StorageDomain[]
}

/** What is attached to the cluster. */
const attachedTo = <Row extends Network | StorageDomain>({ clusters }: NewVmChoices, rows: readonly Row[], clusterId: string): readonly Row[] => {
  const cluster = clusters.find(({ id }) => id === clusterId)
  return rows.filter(row => isAttached(row, cluster))
}

export const networksOf = (choices: NewVmChoices, clusterId: string): readonly Network[] => attachedTo(choices, choices.networks, clusterId)

/** Data domains that new disks can lie on. */
export const domainsOf = (choices: NewVmChoices, clusterId: string): readonly StorageDomain[] =>
  attachedTo(choices, choices.storageDomains, clusterId).filter(({ role }) => role === 'data')

/** Blank ones, and those whose image the cluster sees. */
export const templatesOf = (choices: NewVmChoices, clusterId: string): readonly Template[] => {
  const datacenterId = choices.clusters.find(c => c.id === clusterId)?.datacenter.id
  const seen = new Set(attachedTo(choices, choices.storageDomains, clusterId).map(({ id }) => id))
  // Who may not see storage domains is told by the server.
  const sees = ({ storageDomain }: Template) => storageDomain === null || choices.storageDomains.length === 0 || seen.has(storageDomain.id)
  return choices.templates.filter(template => template.datacenter.id === datacenterId && sees(template))
}

/** What belongs to a cluster: the first template with a system on it, the first network. */
export function inCluster(choices: NewVmChoices, clusterId: string): Pick<NewVm, 'clusterId' | 'networkId' | 'templateId' | 'storageDomainId' | 'iso' | 'diskId'> {
  const templates = templatesOf(choices, clusterId)
  const template = templates.find(t => !t.blank) ?? templates[0]
  return { clusterId, networkId: networksOf(choices, clusterId)[0]?.id ?? '', templateId: template?.id ?? '', storageDomainId: '', iso: '', diskId: '' }
}

const nothing: Omit<NewVm, 'sized' | 'sizedFor' | keyof Figures> = {
  step: 'source', named: false, clusterId: '', source: 'template', templateId: '', iso: '', treeUrl: '', kickstart: 'none', kickstartText: '', kickstartUrl: '',
  kernelArguments: '', diskId: '', os: '', osName: '', name: '', description: '', comment: '', tags: '', ownerId: '', deleteProtected: false, autostart: false,
  haEnabled: false, haPriority: 'medium', allocation: 'thin', storageDomainId: '', networkId: '', virtType: 'auto', firmware: '', start: false, startPaused: false,
  ...noInitialRun,
}

/** A sensible value in each field. The cluster with a host that is Up comes first. */
export function newVmDefaults(choices: NewVmChoices): NewVm {
  const cluster = choices.clusters.find(c => c.largestHost.memoryMiB > 0) ?? choices.clusters[0]
  const sized = { memoryMiB: 1024, vcpus: 1, diskSizeMiB: 0 }
  return { ...nothing, ...sized, sized, sizedFor: '', ...(cluster ? inCluster(choices, cluster.id) : {}) }
}
