import type { z } from 'zod'
import type { CreateVm } from '@/server/contract/api/vm'
import { AppError } from '@/server/domain/error'
import type { CreationFacts } from '@/server/store/vm/ground'

type Input = z.output<typeof CreateVm>

export const bad = (field: string, code: string, text: string, params: Record<string, string | number> = {}): AppError =>
  new AppError('BAD_INPUT', text, { field, reason: { code, params } })
const unknown = (field: string, type: string, id: string): AppError => new AppError('NOT_FOUND', `There is no ${type} ${id}.`, { field, subject: { type, id } })

const elsewhere = (field: string, what: string, cluster: string): AppError =>
  bad(field, 'other_datacenter', `${what} belongs to another datacenter than cluster ${cluster}.`)

const unattached = (field: string, what: string, name: string, cluster: string): AppError =>
  bad(field, 'not_attached', `${what} is not attached to cluster ${cluster}.`, { name, cluster })

/** Everything that is named must be there, in the cluster's datacenter, and attached to the cluster. */
function placed(field: string, what: string, found: { name: string; datacenterId: string | null } | null, attached: boolean, cluster: { name: string; datacenterId: string }): AppError[] {
  if (!found) return []
  if (found.datacenterId !== cluster.datacenterId) return [elsewhere(field, what, cluster.name)]
  return attached ? [] : [unattached(field, what, found.name, cluster.name)]
}

function templateProblems(id: string, { template, attached }: CreationFacts, cluster: { name: string; datacenterId: string }): AppError[] {
  if (!template) return [unknown('templateId', 'template', id)]
  if (template.datacenterId !== cluster.datacenterId) return [elsewhere('templateId', `Template ${template.name}`, cluster.name)]
  const { name } = template.storageDomain ?? template
  return attached.template ? [] : [unattached('templateId', `The storage domain ${name} of template ${template.name}`, name, cluster.name)]
}

function isoProblems({ isoDomain, attached }: CreationFacts, id: string, cluster: { name: string; datacenterId: string }): AppError[] {
  if (!isoDomain) return [unknown('source', 'storage domain', id)]
  return placed('source', `Storage domain ${isoDomain.name}`, isoDomain, attached.isoDomain, cluster)
}

function diskProblems({ floating, attached }: CreationFacts, id: string, cluster: { name: string; datacenterId: string }): AppError[] {
  if (!floating) return [unknown('source', 'disk', id)]
  if (floating.vm) return [bad('source', 'disk_taken', `The disk ${floating.name} is one of machine ${floating.vm.name}.`, { disk: floating.name, vm: floating.vm.name })]
  const { storageDomain } = floating
  return placed('source', `The storage domain ${storageDomain.name} of disk ${floating.name}`, storageDomain, attached.floating, cluster)
}

/** All that is wrong with the ground that the machine is to stand on, the most basic first. */
export function groundProblems(input: Input, facts: CreationFacts, source: NonNullable<Input['source']>): AppError[] {
  const { cluster, network, dataDomain, attached } = facts
  if (!cluster) return [unknown('clusterId', 'cluster', input.clusterId)]
  return [
    ...(source.type === 'template' ? templateProblems(source.templateId, facts, cluster) : []),
    ...(source.type === 'iso' ? isoProblems(facts, source.storageDomainId, cluster) : []),
    ...(source.type === 'existingDisk' ? diskProblems(facts, source.diskId, cluster) : []),
    ...(input.networkId && !network ? [unknown('networkId', 'network', input.networkId)] : []),
    ...placed('networkId', `Network ${network?.name}`, network, attached.network, cluster),
    ...(source.type === 'pxe' && !network ? [bad('networkId', 'pxe_no_network', 'A machine that is installed from the network needs a network.')] : []),
    ...(input.storageDomainId && !dataDomain ? [unknown('storageDomainId', 'data storage domain', input.storageDomainId)] : []),
    ...placed('storageDomainId', `Storage domain ${dataDomain?.name}`, dataDomain, attached.dataDomain, cluster),
    ...(cluster.hosts.length > 0 ? [] : [new AppError('NO_HOST', `Cluster ${cluster.name} has no host that is Up.`, {
      subject: { type: 'cluster', id: cluster.id, name: cluster.name }, hint: 'Add a host, or bring one back.', field: 'clusterId',
      reason: { code: 'no_host_up', params: { cluster: cluster.name } }, hintReason: { code: 'hint_add_host', params: {} },
    })]),
  ]
}
