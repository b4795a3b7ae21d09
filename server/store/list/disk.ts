import type { DiskRow } from '@/server/contract/api/disk'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { diskRow, diskSelect, type DiskRecord } from '../read/disk'
import { scopeWhere, type Caller } from '../scope'
import { boolean, ref, size, text, uuid } from './field'
import { listPage, type ListQuery, type ListSpec } from './page'
import { byInstant, byNumber, byText } from './sort'

type Where = Prisma.DiskWhereInput
const not = (where: Where): Where => ({ NOT: where })

const spec: ListSpec<DiskRecord, Where, Prisma.DiskOrderByWithRelationInput> = {
  fields: {
    name: text(name => ({ name }), not),
    vm: ref(name => ({ vm: { name } }), id => ({ vm: { is: { id } } }), not),
    floating: boolean(floating => ({ vmId: floating ? null : { not: null } })),
    shareable: boolean(shareable => (shareable ? { options: { path: ['shareable'], equals: true } } : { OR: [{ options: { path: ['shareable'], equals: false } }, { options: { equals: {} } }] })),
    storagedomain: ref(name => ({ storageDomain: { name } }), storageDomainId => ({ storageDomainId }), not),
    format: text(format => ({ format }), not),
    size: size(sizeMiB => ({ sizeMiB })),
    id: uuid(id => ({ id })),
  },
  sorts: {
    name: byText({ value: disk => disk.name, order: name => ({ name }), filter: name => ({ name }) }),
    sizeMiB: byNumber({ value: disk => disk.sizeMiB, order: sizeMiB => ({ sizeMiB }), filter: sizeMiB => ({ sizeMiB }) }),
    target: byText({ value: disk => disk.target, order: target => ({ target }), filter: target => ({ target }) }),
    createdAt: byInstant({ value: disk => disk.createdAt, order: createdAt => ({ createdAt }), filter: createdAt => ({ createdAt }) }),
  },
  defaultSort: 'name',
  id: { of: disk => disk.id, order: id => ({ id }), beyond: (direction, id) => ({ id: direction === 'asc' ? { gt: id } : { lt: id } }) },
}

/** Disks on which the caller has the verb. */
export const diskScope = (caller: Caller, verb: string) =>
  scopeWhere<Where>(caller, verb, {
    disk: ids => ({ id: { in: ids } }),
    vm: ids => ({ vmId: { in: ids } }),
    cluster: ids => ({ vm: { clusterId: { in: ids } } }),
    'storage-domain': ids => ({ storageDomainId: { in: ids } }),
    datacenter: ids => ({ storageDomain: { datacenterId: { in: ids } } }),
  })

export async function listDisks(db: Db, query: ListQuery, caller: Caller): Promise<{ items: DiskRow[]; nextCursor: string | null; total: number }> {
  const { rows, nextCursor, total } = await listPage(spec, query, {
    scope: diskScope(caller, 'disk.read'),
    find: args => db.disk.findMany({ ...args, select: diskSelect }),
    count: where => db.disk.count({ where }),
  })
  return { items: rows.map(row => diskRow(row, caller)), nextCursor, total }
}
