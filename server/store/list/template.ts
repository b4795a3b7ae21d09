import type { Template } from '@/server/contract/api/infrastructure'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { templateRow, templateSelect, type TemplateRecord } from '../read/template'
import { scopeWhere, type Caller } from '../scope'
import { boolean, number, ref, size, text, uuid } from './field'
import { listPage, type ListQuery, type ListSpec } from './page'
import { byNumber, byText } from './sort'

type Where = Prisma.TemplateWhereInput
const not = (where: Where): Where => ({ NOT: where })

const spec: ListSpec<TemplateRecord, Where, Prisma.TemplateOrderByWithRelationInput> = {
  fields: {
    name: text(name => ({ name }), not),
    os: text(os => ({ os }), not),
    datacenter: ref(name => ({ datacenter: { name } }), datacenterId => ({ datacenterId }), not),
    storagedomain: ref(name => ({ storageDomain: { name } }), storageDomainId => ({ storageDomainId }), not),
    description: text(description => ({ description }), not),
    memory: size(memoryMiB => ({ memoryMiB })),
    vcpus: number(vcpus => ({ vcpus })),
    blank: boolean(blank => ({ blank })),
    id: uuid(id => ({ id })),
  },
  sorts: {
    name: byText({ value: t => t.name, order: name => ({ name }), filter: name => ({ name }) }),
    os: byText({ value: t => t.os, order: os => ({ os }), filter: os => ({ os }) }),
    description: byText({ value: t => t.description, order: description => ({ description }), filter: description => ({ description }) }),
    datacenter: byText({ value: t => t.datacenter.name, order: name => ({ datacenter: { name } }), filter: name => ({ datacenter: { name } }) }),
    memoryMiB: byNumber({ value: t => t.memoryMiB, order: memoryMiB => ({ memoryMiB }), filter: memoryMiB => ({ memoryMiB }) }),
    vcpus: byNumber({ value: t => t.vcpus, order: vcpus => ({ vcpus }), filter: vcpus => ({ vcpus }) }),
    diskSizeMiB: byNumber({
      value: t => t.diskSizeMiB,
      order: diskSizeMiB => ({ diskSizeMiB }),
      filter: diskSizeMiB => ({ diskSizeMiB }),
      absent: { is: { diskSizeMiB: null }, isNot: { diskSizeMiB: { not: null } } },
    }),
  },
  defaultSort: 'name',
  id: { of: t => t.id, order: id => ({ id }), beyond: (direction, id) => ({ id: direction === 'asc' ? { gt: id } : { lt: id } }) },
}

export async function listTemplates(db: Db, query: ListQuery, caller: Caller): Promise<{ items: Template[]; nextCursor: string | null; total: number }> {
  const { rows, nextCursor, total } = await listPage(spec, query, {
    scope: scopeWhere<Where>(caller, 'template.read', { template: ids => ({ id: { in: ids } }), datacenter: ids => ({ datacenterId: { in: ids } }) }),
    find: args => db.template.findMany({ ...args, select: templateSelect }),
    count: where => db.template.count({ where }),
  })
  return { items: rows.map(row => templateRow(row, caller)), nextCursor, total }
}
