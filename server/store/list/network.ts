import type { Network } from '@/server/contract/api/infrastructure'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { networkRows, networkSelect, type NetworkRecord } from '../read/network'
import { scopeWhere, type Caller } from '../scope'
import { oneOf, ref, text, uuid } from './field'
import { listPage, type ListQuery, type ListSpec } from './page'
import { byText } from './sort'

type Where = Prisma.NetworkWhereInput
const not = (where: Where): Where => ({ NOT: where })

const spec: ListSpec<NetworkRecord, Where, Prisma.NetworkOrderByWithRelationInput> = {
  fields: {
    name: text(name => ({ name }), not),
    mode: oneOf(['nat', 'bridge'], mode => ({ mode })),
    datacenter: ref(name => ({ datacenter: { name } }), datacenterId => ({ datacenterId }), not),
    host: ref(name => ({ hosts: { some: { host: { name } } } }), hostId => ({ hosts: { some: { hostId } } }), not),
    bridge: text(bridge => ({ bridge }), not),
    description: text(description => ({ description }), not),
    id: uuid(id => ({ id })),
  },
  sorts: {
    name: byText({ value: n => n.name, order: name => ({ name }), filter: name => ({ name }) }),
    mode: byText({ value: n => n.mode, order: mode => ({ mode }), filter: mode => ({ mode }) }),
    description: byText({ value: n => n.description, order: description => ({ description }), filter: description => ({ description }) }),
    datacenter: byText({ value: n => n.datacenter.name, order: name => ({ datacenter: { name } }), filter: name => ({ datacenter: { name } }) }),
    vmCount: { order: _count => ({ nics: { _count } }) },
  },
  defaultSort: 'name',
  id: { of: n => n.id, order: id => ({ id }), beyond: (direction, id) => ({ id: direction === 'asc' ? { gt: id } : { lt: id } }) },
}

export async function listNetworks(db: Db, query: ListQuery, caller: Caller): Promise<{ items: Network[]; nextCursor: string | null; total: number }> {
  const { rows, nextCursor, total } = await listPage(spec, query, {
    scope: scopeWhere<Where>(caller, 'network.read', { network: ids => ({ id: { in: ids } }), datacenter: ids => ({ datacenterId: { in: ids } }) }),
    find: args => db.network.findMany({ ...args, select: networkSelect }),
    count: where => db.network.count({ where }),
  })
  return { items: await networkRows(db, rows, caller), nextCursor, total }
}
