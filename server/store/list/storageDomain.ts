import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { storageDomainStatuses } from '@/server/domain/storage-domain/life'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { storageDomainRows, storageDomainSelect, type StorageDomainRecord } from '../read/storageDomain'
import { scopeWhere, type Caller } from '../scope'
import { oneOf, ref, size, text, uuid } from './field'
import { listPage, type ListQuery, type ListSpec } from './page'
import { byNumber, byText } from './sort'

type Where = Prisma.StorageDomainWhereInput
const not = (where: Where): Where => ({ NOT: where })

const spec: ListSpec<StorageDomainRecord, Where, Prisma.StorageDomainOrderByWithRelationInput> = {
  fields: {
    name: text(name => ({ name }), not),
    status: oneOf(storageDomainStatuses, status => ({ status })),
    datacenter: ref(
      name => ({ datacenter: { name } }),
      datacenterId => ({ datacenterId }),
      not,
    ),
    host: ref(
      name => ({ hosts: { some: { host: { name } } } }),
      hostId => ({ hosts: { some: { hostId } } }),
      not,
    ),
    role: oneOf(['data', 'iso', 'export'], role => ({ role })),
    type: oneOf(['local', 'posix'], type => ({ type })),
    path: text(path => ({ path }), not),
    description: text(description => ({ description }), not),
    free: size(freeMiB => ({ freeMiB })),
    capacity: size(capacityMiB => ({ capacityMiB })),
    id: uuid(id => ({ id })),
  },
  sorts: {
    name: byText({ value: s => s.name, order: name => ({ name }), filter: name => ({ name }) }),
    status: byText({ value: s => s.status, order: status => ({ status }), filter: status => ({ status }) }),
    role: byText({ value: s => s.role, order: role => ({ role }), filter: role => ({ role }) }),
    type: byText({ value: s => s.type, order: type => ({ type }), filter: type => ({ type }) }),
    path: byText({ value: s => s.path, order: path => ({ path }), filter: path => ({ path }) }),
    description: byText({ value: s => s.description, order: description => ({ description }), filter: description => ({ description }) }),
    datacenter: byText({ value: s => s.datacenter?.name ?? '', order: name => ({ datacenter: { name } }), filter: name => ({ datacenter: { name } }) }),
    capacityMiB: byNumber({
      value: s => s.capacityMiB,
      order: capacityMiB => ({ capacityMiB }),
      filter: capacityMiB => ({ capacityMiB }),
      absent: { is: { capacityMiB: null }, isNot: { capacityMiB: { not: null } } },
    }),
    freeMiB: byNumber({
      value: s => s.freeMiB,
      order: freeMiB => ({ freeMiB }),
      filter: freeMiB => ({ freeMiB }),
      absent: { is: { freeMiB: null }, isNot: { freeMiB: { not: null } } },
    }),
    diskCount: { order: _count => ({ disks: { _count } }) },
    templateCount: { order: _count => ({ templates: { _count } }) },
  },
  defaultSort: 'name',
  id: { of: s => s.id, order: id => ({ id }), beyond: (direction, id) => ({ id: direction === 'asc' ? { gt: id } : { lt: id } }) },
}

export async function listStorageDomains(
  db: Db,
  query: ListQuery,
  caller: Caller,
): Promise<{ items: StorageDomain[]; nextCursor: string | null; total: number }> {
  const { rows, nextCursor, total } = await listPage(spec, query, {
    scope: scopeWhere<Where>(caller, 'storage-domain.read', {
      'storage-domain': ids => ({ id: { in: ids } }),
      datacenter: ids => ({ datacenterId: { in: ids } }),
    }),
    find: args => db.storageDomain.findMany({ ...args, select: storageDomainSelect }),
    count: where => db.storageDomain.count({ where }),
  })
  return { items: await storageDomainRows(db, rows, caller), nextCursor, total }
}
