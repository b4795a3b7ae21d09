import { hostStatuses, type HostRow } from '@/server/contract/api/infrastructure'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { hostRows, hostSelect, type HostRecord } from '../read/host'
import { scopeWhere, type Caller } from '../scope'
import { instant, oneOf, ref, text, uuid } from './field'
import { listPage, type ListQuery, type ListSpec } from './page'
import { byInstant, byText } from './sort'

type Where = Prisma.HostWhereInput
const not = (where: Where): Where => ({ NOT: where })

const spec: ListSpec<HostRecord, Where, Prisma.HostOrderByWithRelationInput> = {
  fields: {
    name: text(name => ({ name }), not),
    status: oneOf(hostStatuses, status => ({ status })),
    cluster: ref(
      name => ({ cluster: { name } }),
      clusterId => ({ clusterId }),
      not,
    ),
    datacenter: ref(
      name => ({ cluster: { datacenter: { name } } }),
      datacenterId => ({ cluster: { datacenterId } }),
      not,
    ),
    address: text(address => ({ address }), not),
    description: text(description => ({ description }), not),
    libvirt: oneOf(['up', 'down', 'unknown'], libvirt => ({ libvirt })),
    created: instant(createdAt => ({ createdAt })),
    id: uuid(id => ({ id })),
  },
  sorts: {
    name: byText({ value: h => h.name, order: name => ({ name }), filter: name => ({ name }) }),
    status: byText({ value: h => h.status, order: status => ({ status }), filter: status => ({ status }) }),
    statusSince: byInstant({ value: h => h.statusSince, order: statusSince => ({ statusSince }), filter: statusSince => ({ statusSince }) }),
    address: byText({ value: h => h.address, order: address => ({ address }), filter: address => ({ address }) }),
    description: byText({ value: h => h.description, order: description => ({ description }), filter: description => ({ description }) }),
    cluster: byText({ value: h => h.cluster.name, order: name => ({ cluster: { name } }), filter: name => ({ cluster: { name } }) }),
    datacenter: byText({
      value: h => h.cluster.datacenter.name,
      order: name => ({ cluster: { datacenter: { name } } }),
      filter: name => ({ cluster: { datacenter: { name } } }),
    }),
    vmCount: { order: _count => ({ vms: { _count } }) },
  },
  defaultSort: 'name',
  id: { of: h => h.id, order: id => ({ id }), beyond: (direction, id) => ({ id: direction === 'asc' ? { gt: id } : { lt: id } }) },
}

export async function listHosts(db: Db, query: ListQuery, caller: Caller): Promise<{ items: HostRow[]; nextCursor: string | null; total: number }> {
  const { rows, nextCursor, total } = await listPage(spec, query, {
    scope: scopeWhere<Where>(caller, 'host.read', {
      host: ids => ({ id: { in: ids } }),
      cluster: ids => ({ clusterId: { in: ids } }),
      datacenter: ids => ({ cluster: { datacenterId: { in: ids } } }),
    }),
    find: args => db.host.findMany({ ...args, select: hostSelect }),
    count: where => db.host.count({ where }),
  })
  return { items: await hostRows(db, rows, caller), nextCursor, total }
}
