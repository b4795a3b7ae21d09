import type { Template } from '@/server/contract/api/infrastructure'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'
import { infrastructureActions } from '../infrastructure/actions'
import type { Caller } from '../scope'

export const templateSelect = {
  id: true, name: true, description: true, os: true, blank: true, diskSizeMiB: true, memoryMiB: true, vcpus: true,
  datacenter: { select: { id: true, name: true } },
  storageDomain: { select: { id: true, name: true } },
  _count: { select: { disks: true } },
} satisfies Prisma.TemplateSelect

export type TemplateRecord = Prisma.TemplateGetPayload<{ select: typeof templateSelect }>

export const templateRow = ({ _count, ...t }: TemplateRecord, caller: Caller): Template => ({
  ...t,
  actions: infrastructureActions(caller, { type: 'template', id: t.id, datacenterId: t.datacenter.id, name: t.name, contents: _count }),
})

export async function getTemplate(db: Db, id: string, caller: Caller): Promise<Template | null> {
  const record = await db.template.findUnique({ where: { id }, select: templateSelect })
  return record ? templateRow(record, caller) : null
}
