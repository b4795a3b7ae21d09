import { vmStatuses } from '@/server/contract/api/vm'
import type { VmRow } from '@/server/contract/api/vm'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { vmRow, vmRowSelect, type VmRecord } from '../read/vm'
import { scopeWhere, type Caller } from '../scope'
import { boolean, instant, number, oneOf, ref, size, text, uuid } from './field'
import { listPage, type ListQuery, type ListSpec } from './page'
import { byInstant, byNumber, byText } from './sort'
import { searchWhere } from './where'

type Where = Prisma.VmWhereInput
const not = (where: Where): Where => ({ NOT: where })

const spec: ListSpec<VmRecord, Where, Prisma.VmOrderByWithRelationInput> = {
  fields: {
    name: text(f => ({ name: f }), not),
    status: oneOf(vmStatuses, status => ({ status })),
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
    host: ref(
      name => ({ host: { name } }),
      hostId => ({ hostId }),
      not,
    ),
    memory: size(memoryMiB => ({ memoryMiB })),
    vcpus: number(vcpus => ({ vcpus })),
    os: text(os => ({ os }), not),
    owner: ref(
      username => ({ owner: { username } }),
      ownerId => ({ ownerId }),
      not,
    ),
    template: ref(
      name => ({ template: { name } }),
      templateId => ({ templateId }),
      not,
    ),
    network: ref(
      name => ({ nics: { some: { network: { name } } } }),
      networkId => ({ nics: { some: { networkId } } }),
      not,
    ),
    storagedomain: ref(
      name => ({ disks: { some: { storageDomain: { name } } } }),
      storageDomainId => ({ disks: { some: { storageDomainId } } }),
      not,
    ),
    mac: text(f => ({ nics: { some: { mac: f } } }), not),
    description: text(description => ({ description }), not),
    comment: text(comment => ({ comment }), not),
    tag: text(name => ({ tags: { some: { tag: { name } } } }), not),
    protected: boolean(deleteProtected => ({ deleteProtected })),
    external: boolean(external => ({ external })),
    created: instant(createdAt => ({ createdAt })),
    id: uuid(id => ({ id })),
  },
  sorts: {
    name: byText({ value: vm => vm.name, order: name => ({ name }), filter: name => ({ name }) }),
    status: byText({ value: vm => vm.status, order: status => ({ status }), filter: status => ({ status }) }),
    statusSince: byInstant({ value: vm => vm.statusSince, order: statusSince => ({ statusSince }), filter: statusSince => ({ statusSince }) }),
    memoryMiB: byNumber({ value: vm => vm.memoryMiB, order: memoryMiB => ({ memoryMiB }), filter: memoryMiB => ({ memoryMiB }) }),
    vcpus: byNumber({ value: vm => vm.vcpus, order: vcpus => ({ vcpus }), filter: vcpus => ({ vcpus }) }),
    os: byText({ value: vm => vm.os, order: os => ({ os }), filter: os => ({ os }) }),
    cluster: byText({ value: vm => vm.cluster.name, order: name => ({ cluster: { name } }), filter: name => ({ cluster: { name } }) }),
    datacenter: byText({
      value: vm => vm.cluster.datacenter.name,
      order: name => ({ cluster: { datacenter: { name } } }),
      filter: name => ({ cluster: { datacenter: { name } } }),
    }),
    host: byText({
      value: vm => vm.host?.name ?? null,
      order: name => ({ host: { name } }),
      filter: name => ({ host: { name } }),
      absent: { is: { hostId: null }, isNot: { hostId: { not: null } } },
    }),
    owner: byText({
      value: vm => vm.owner?.username ?? null,
      order: username => ({ owner: { username } }),
      filter: username => ({ owner: { username } }),
      absent: { is: { ownerId: null }, isNot: { ownerId: { not: null } } },
    }),
    createdAt: byInstant({ value: vm => vm.createdAt, order: createdAt => ({ createdAt }), filter: createdAt => ({ createdAt }) }),
  },
  defaultSort: 'name',
  id: { of: vm => vm.id, order: id => ({ id }), beyond: (direction, id) => ({ id: direction === 'asc' ? { gt: id } : { lt: id } }) },
}

/** Machines on which the caller has the verb. */
export const vmScope = (caller: Caller, verb: string) =>
  scopeWhere<Where>(caller, verb, {
    vm: ids => ({ id: { in: ids } }),
    cluster: ids => ({ clusterId: { in: ids } }),
    datacenter: ids => ({ cluster: { datacenterId: { in: ids } } }),
  })

export async function listVms(db: Db, query: ListQuery, caller: Caller): Promise<{ items: VmRow[]; nextCursor: string | null; total: number }> {
  const { rows, nextCursor, total } = await listPage(spec, query, {
    scope: vmScope(caller, 'vm.read'),
    find: args => db.vm.findMany({ ...args, select: vmRowSelect }),
    count: where => db.vm.count({ where }),
  })
  return { items: rows.map(row => vmRow(row, caller)), nextCursor, total }
}

/** Machines by id or search that the caller may see, at most `most` of them in the order of their names, and on which of them he has the verb. Errors: BAD_INPUT (search). */
export async function chosenVms(db: Db, { ids, search }: { ids?: readonly string[] | undefined; search?: string | undefined }, caller: Caller, verb: string, most: number) {
  const wanted = ids ? { id: { in: [...ids] } } : searchWhere<Where>(search, spec.fields)
  const and = (scope: ReturnType<typeof vmScope>): Where => ({ AND: [vmScope(caller, 'vm.read'), wanted, scope].filter(part => part !== null) as Where[] })
  const [found, total, may] = await Promise.all([
    db.vm.findMany({ where: and(null), select: { id: true, name: true }, orderBy: [{ name: 'asc' }, { id: 'asc' }], take: most }),
    db.vm.count({ where: and(null) }),
    db.vm.findMany({ where: and(vmScope(caller, verb)), select: { id: true } }),
  ])
  return { found, total, allowed: new Set(may.map(({ id }) => id)) }
}
