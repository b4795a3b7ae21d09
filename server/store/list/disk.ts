import type { DiskRow } from '@/server/contract/api/disk'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { scopeWhere, type Caller } from '../scope'
import { boolean, ref, size, text, uuid } from './field'
import { listPage, type ListQuery, type ListSpec } from './page'
import { byInstant, byNumber, byText } from './sort'

type Where = Prisma.DiskWhereInput
const not = (where: Where): Where => ({ NOT: where })

const select = {
  id: true, name: true, sizeMiB: true, allocatedMiB: true, format: true, path: true, createdAt: true,
  storageDomain: { select: { id: true, name: true } }, vm: { select: { id: true, name: true } },
} satisfies Prisma.DiskSelect
type Row = Prisma.DiskGetPayload<{ select: typeof select }>

const spec: ListSpec<Row, Where, Prisma.DiskOrderByWithRelationInput> = {
  fields: {
    name: text(name => ({ name }), not),
    vm: ref(name => ({ vm: { name } }), vmId => ({ vmId }), not),
    floating: boolean(floating => ({ vmId: floating ? null : { not: null } })),
    storagedomain: ref(name => ({ storageDomain: { name } }), storageDomainId => ({ storageDomainId }), not),
    size: size(sizeMiB => ({ sizeMiB })),
    id: uuid(id => ({ id })),
  },
  sorts: {
    name: byText({ value: disk => disk.name, order: name => ({ name }), filter: name => ({ name }) }),
    sizeMiB: byNumber({ value: disk => disk.sizeMiB, order: sizeMiB => ({ sizeMiB }), filter: sizeMiB => ({ sizeMiB }) }),
    createdAt: byInstant({ value: disk => disk.createdAt, order: createdAt => ({ createdAt }), filter: createdAt => ({ createdAt }) }),
  },
  defaultSort: 'name',
  id: { of: disk => disk.id, order: id => ({ id }), beyond: (direction, id) => ({ id: direction === 'asc' ? { gt: id } : { lt: id } }) },
}

export async function listDisks(db: Db, query: ListQuery, caller: Caller): Promise<{ items: DiskRow[]; nextCursor: string | null; total: number }> {
  const { rows, nextCursor, total } = await listPage(spec, query, {
    scope: scopeWhere<Where>(caller, 'disk.read', {
      disk: ids => ({ id: { in: ids } }),
      'storage-domain': ids => ({ storageDomainId: { in: ids } }),
      datacenter: ids => ({ storageDomain: { datacenterId: { in: ids } } }),
    }),
    find: args => db.disk.findMany({ ...args, select }),
    count: where => db.disk.count({ where }),
  })
  return { items: rows.map(row => ({ ...row, createdAt: row.createdAt.toISOString() })), nextCursor, total }
}
