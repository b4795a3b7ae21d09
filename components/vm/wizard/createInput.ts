import type { Cluster, Template } from '@/server/contract/api/infrastructure'
import type { CreateVm } from '@/server/contract/api/vm'
import type { VmSource } from '@/server/contract/api/vm-source'
import { checkInitialization } from '@/server/domain/initialization/check'
import { checkUrl } from '@/server/domain/installation/tree-url'
import { checkProperties } from '@/server/domain/vm/properties'
import { checkVm } from '@/server/domain/vm/validate'
import type { Finding } from '@/components/data/useForm'
import { initializationOf } from '../initialRun'
import { parseTags } from '../properties'
import type { NewVm } from './newVm'

const finding = (field: keyof NewVm, code: string, text: string, params: Finding['params'] = {}): Finding => ({ field, code, params, text })
const choose = (field: keyof NewVm): Finding => finding(field, 'choose_object', 'Choose one.')

function checkSource(values: NewVm): Finding[] {
  const { source, templateId, iso, diskId, networkId, treeUrl, kickstart, kickstartText, kickstartUrl } = values
  if (source === 'template') return templateId === '' ? [choose('templateId')] : []
  if (source === 'iso') return iso === '' ? [choose('iso')] : []
  if (source === 'existingDisk') return diskId === '' ? [choose('diskId')] : []
  if (source === 'pxe') return networkId === '' ? [finding('networkId', 'pxe_no_network', 'A machine that is installed from the network needs a network.')] : []
  return [
    checkUrl(treeUrl.trim(), 'treeUrl'),
    kickstart === 'url' ? checkUrl(kickstartUrl.trim(), 'kickstartUrl') : null,
    kickstart === 'text' && kickstartText.trim() === '' ? finding('kickstartText', 'kickstart_empty', 'Write the answers, or choose that there are none.') : null,
  ].filter(each => each !== null)
}

function checkDisk({ source, diskSizeMiB: sizeMiB }: NewVm, template: Template | undefined): Finding[] {
  if (source === 'existingDisk') return []
  if (!Number.isInteger(sizeMiB) || sizeMiB < 0) return [finding('diskSizeMiB', 'disk_number', 'The size must be a whole number of MiB.')]
  const min = source === 'template' && template && !template.blank ? (template.diskSizeMiB ?? 0) : 0
  return sizeMiB < min ? [finding('diskSizeMiB', 'disk_small', `The disk can't be smaller than the template's: ${min} MiB.`, { min })] : []
}

/** The server's own rules, with the limits of the cluster's largest host (0 = no host is Up, then there is no limit to check). */
export function checkNewVm(values: NewVm, cluster: Pick<Cluster, 'largestHost'> | undefined, template: Template | undefined): Finding[] {
  const limits = { memoryMiB: cluster?.largestHost.memoryMiB || null, cpuCount: cluster?.largestHost.cpuCount || null }
  const initialization = initializationOf(values)
  return [
    ...checkSource(values), ...checkVm(values, limits), ...checkProperties(propertiesOf(values)), ...checkDisk(values, template),
    ...(initialization ? checkInitialization(initialization) : []),
  ]
}

const propertiesOf = ({ comment, tags, ownerId, deleteProtected, autostart, haEnabled, haPriority }: NewVm) =>
  ({ comment, tags: parseTags(tags), deleteProtected, autostart, haEnabled, haPriority, ...(ownerId === '' ? {} : { ownerId }) })

const kickstartOf = ({ kickstart, kickstartText, kickstartUrl }: NewVm) => {
  if (kickstart === 'none') return null
  return kickstart === 'text' ? { from: kickstart, text: kickstartText } : { from: kickstart, url: kickstartUrl.trim() }
}

/** `<storage domain>/<file>` in its parts. */
export const mediaOf = (choice: string): { storageDomainId: string; file: string } => {
  const at = choice.indexOf('/')
  return { storageDomainId: choice.slice(0, at), file: choice.slice(at + 1) }
}

export function sourceOf(values: NewVm): VmSource {
  const { source, templateId, iso, diskId, treeUrl, kernelArguments } = values
  if (source === 'template') return { type: source, templateId }
  if (source === 'iso') return { type: source, ...mediaOf(iso) }
  if (source === 'existingDisk') return { type: source, diskId }
  return source === 'pxe' ? { type: source } : { type: source, url: treeUrl.trim(), kickstart: kickstartOf(values), arguments: kernelArguments.trim() }
}

/** The form's values as the API takes them. */
export const createInput = (values: NewVm): CreateVm => {
  const { clusterId, source, os, name, description, memoryMiB, vcpus, diskSizeMiB, storageDomainId, allocation, networkId, virtType, firmware, start, startPaused } = values
  return {
    clusterId, source: sourceOf(values), os, name, description, memoryMiB, vcpus, allocation, virtType, start, startPaused,
    ...(source === 'existingDisk' ? {} : { diskSizeMiB }), ...(storageDomainId === '' ? {} : { storageDomainId }), ...(firmware === '' ? {} : { firmware }),
    networkId: networkId || null, properties: propertiesOf(values), initialization: initializationOf(values),
  }
}
