import type { Cluster } from '@/server/contract/api/infrastructure'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { clusterRows, clusterSelect, type ClusterRecord } from '../read/cluster'
import { scopeWhere, type Caller } from '../scope'
import { ref, text, uuid } from './field'
import { listPage, type ListQuery, type ListSpec } from './page'
import { byText } from './sort'

type Where = Prisma.ClusterWhereInput
const not = (where: Where): Where => ({ NOT: where })

const spec: ListSpec<ClusterRecord, Where, Prisma.ClusterOrderByWithRelationInput> = {
  fields: {
    name: text(name => ({ name }), not),
    description: text(description => ({ description }), not),
    datacenter: ref(name => ({ datacenter: { name } }), datacenterId => ({ datacenterId }), not),
    id: uuid(id => ({ id })),
  },
  sorts: {
    name: byText({ value: c => c.name, order: name => ({ name }), filter: name => ({ name }) }),
    description: byText({ value: c => c.description, order: description => ({ description }), filter: description => ({ description }) }),
    datacenter: byText({ value: c => c.datacenter.name, order: name => ({ datacenter: { name } }), filter: name => ({ datacenter: { name } }) }),
    hostCount: { order: _count => ({ hosts: { _count } }) },
    vmCount: { order: _count => ({ vms: { _count } }) },
  },
  defaultSort: 'name',
  id: { of: c => c.id, order: id => ({ id }), beyond: (direction, id) => ({ id: direction === 'asc' ? { gt: id } : { lt: id } }) },
}

export async function listClusters(db: Db, query: ListQuery, caller: Caller): Promise<{ items: Cluster[]; nextCursor: string | null; total: number }> {
  const { rows, nextCursor, total } = await listPage(spec, query, {
    scope: scopeWhere<Where>(caller, 'cluster.read', { cluster: ids => ({ id: { in: ids } }), datacenter: ids => ({ datacenterId: { in: ids } }) }),
    find: args => db.cluster.findMany({ ...args, select: clusterSelect }),
    count: where => db.cluster.count({ where }),
  })
  return { items: await clusterRows(db, rows, caller), nextCursor, total }
}
