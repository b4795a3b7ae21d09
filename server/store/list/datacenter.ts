import type { Datacenter } from '@/server/contract/api/infrastructure'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { datacenterRows, datacenterSelect, type DatacenterRecord } from '../read/datacenter'
import { scopeWhere, type Caller } from '../scope'
import { text, uuid } from './field'
import { listPage, type ListQuery, type ListSpec } from './page'
import { byText } from './sort'

type Where = Prisma.DatacenterWhereInput
const not = (where: Where): Where => ({ NOT: where })

const spec: ListSpec<DatacenterRecord, Where, Prisma.DatacenterOrderByWithRelationInput> = {
  fields: {
    name: text(name => ({ name }), not),
    description: text(description => ({ description }), not),
    id: uuid(id => ({ id })),
  },
  sorts: {
    name: byText({ value: d => d.name, order: name => ({ name }), filter: name => ({ name }) }),
    description: byText({ value: d => d.description, order: description => ({ description }), filter: description => ({ description }) }),
    clusterCount: { order: _count => ({ clusters: { _count } }) },
    storageDomainCount: { order: _count => ({ storageDomains: { _count } }) },
    networkCount: { order: _count => ({ networks: { _count } }) },
  },
  defaultSort: 'name',
  id: { of: d => d.id, order: id => ({ id }), beyond: (direction, id) => ({ id: direction === 'asc' ? { gt: id } : { lt: id } }) },
}

export async function listDatacenters(db: Db, query: ListQuery, caller: Caller): Promise<{ items: Datacenter[]; nextCursor: string | null; total: number }> {
  const { rows, nextCursor, total } = await listPage(spec, query, {
    scope: scopeWhere<Where>(caller, 'datacenter.read', { datacenter: ids => ({ id: { in: ids } }) }),
    find: args => db.datacenter.findMany({ ...args, select: datacenterSelect }),
    count: where => db.datacenter.count({ where }),
  })
  return { items: await datacenterRows(db, rows, caller), nextCursor, total }
}
