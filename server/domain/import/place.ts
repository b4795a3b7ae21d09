import { AppError } from '@/server/domain/error'

interface Place<Domain> {
  cluster: { id: string; name: string } | null
  host: { id: string; name: string; status: string } | null
  domain: Domain | null
}

const unknown = (field: string, type: string, id: string): AppError => new AppError('NOT_FOUND', `There is no ${type} ${id} in that cluster.`, { field, subject: { type, id } })

/** A place that files can be imported from. Errors: NOT_FOUND, HOST_UNREACHABLE, WRONG_STATE. */
export function requirePlace<Domain extends { id: string; name: string; error: string | null }>(
  { cluster, host, domain }: Place<Domain>, ids: { clusterId: string; hostId: string; storageDomainId: string },
) {
  if (!cluster) throw unknown('clusterId', 'cluster', ids.clusterId)
  if (!host) throw unknown('hostId', 'host', ids.hostId)
  if (!domain) throw unknown('storageDomainId', 'storage-domain', ids.storageDomainId)
  if (host.status !== 'up') {
    throw new AppError('HOST_UNREACHABLE', `Host ${host.name} is not up.`, { field: 'hostId', subject: { type: 'host', id: host.id, name: host.name }, reason: { code: 'host_not_up', params: { name: host.name } } })
  }
  if (domain.error !== null) {
    throw new AppError('WRONG_STATE', `Host ${host.name} cannot use storage domain ${domain.name}: ${domain.error}`, { field: 'storageDomainId', subject: { type: 'storage-domain', id: domain.id, name: domain.name } })
  }
  return { cluster, host, domain }
}
