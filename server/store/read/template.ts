import type { Template } from '@/server/contract/api/infrastructure'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'

export const templateSelect = {
  id: true, name: true, description: true, os: true, blank: true, diskSizeMiB: true, memoryMiB: true, vcpus: true,
  datacenter: { select: { id: true, name: true } },
  storageDomain: { select: { id: true, name: true } },
} satisfies Prisma.TemplateSelect

export type TemplateRecord = Template

export const getTemplate = (db: Db, id: string): Promise<Template | null> => db.template.findUnique({ where: { id }, select: templateSelect })
