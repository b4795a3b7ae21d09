import { z } from 'zod'
import { DomainCapabilities } from '@/server/contract/agent/capabilities'
import type { HostOfferGroup } from '@/server/contract/api/capability'
import { VirtType } from '@/server/contract/agent/vm'
import { DiskOptions, diskBuses } from '@/server/contract/hardware/disk'
import { Hardware } from '@/server/contract/hardware/hardware'
import { NicOptions, nicModels } from '@/server/contract/hardware/nic'
import type { CapabilityWish, HostOffers } from '@/server/domain/capability/lacks'
import type { Db } from '../db'
import type { Prisma } from '../generated/client'

const Offering = z.object({
  kvm: z.boolean(),
  hugePages: z.array(z.object({ sizeKiB: z.number(), total: z.number() })),
  capabilities: z.array(DomainCapabilities),
})

const offering = (told: unknown): HostOffers => {
  const { data } = Offering.safeParse(told)
  if (!data) return { kvm: false, capabilities: [], hugePagesKiB: null }
  return { kvm: data.kvm, capabilities: data.capabilities, hugePagesKiB: data.hugePages.filter(({ total }) => total > 0).map(({ sizeKiB }) => sizeKiB) }
}

const Facts = z.object({ acceleration: z.object({ kvm: z.boolean() }), hugePages: z.unknown(), capabilities: z.unknown().optional() })

/** What a host has told in its facts that it can give; nothing of one that was never heard. */
export const offersOf = (facts: unknown): HostOffers => {
  const { data } = Facts.safeParse(facts)
  return offering(data && { kvm: data.acceleration.kvm, hugePages: data.hugePages, capabilities: data.capabilities })
}

interface GroupRow {
  hosts: HostOfferGroup['hosts']
  kvm: boolean | null
  hugePages: unknown
  capabilities: unknown
}

/** What the hosts of a cluster offer, equal ones together: most clusters have one or two kinds. */
export async function offerGroups(db: Pick<Db, '$queryRaw'>, clusterId: string): Promise<HostOfferGroup[]> {
  const rows = await db.$queryRaw<GroupRow[]>`
    select jsonb_agg(jsonb_build_object('id', h.id, 'name', h.name) order by h.name) as hosts, h.kvm, h.pages as "hugePages", h.capabilities
    from (
      select id, name, (facts->'acceleration'->>'kvm')::boolean as kvm, coalesce(facts->'capabilities', '[]'::jsonb) as capabilities,
        (select coalesce(jsonb_agg(jsonb_build_object('sizeKiB', p->'sizeKiB', 'total', least((p->>'total')::int, 1)) order by p->>'sizeKiB'), '[]'::jsonb)
          from jsonb_array_elements(coalesce(facts->'hugePages', '[]'::jsonb)) as p) as pages
      from host where cluster_id = ${clusterId}::uuid) h
    group by h.kvm, h.pages, h.capabilities
    order by min(h.name)`
  return rows.map(({ hosts, ...told }) => ({ hosts, offers: offering(told) }))
}

/** Columns that say what a machine needs of a host. */
export const wishFields = {
  memoryMiB: true, vcpus: true, virtType: true, firmware: true, hardware: true,
  disks: { select: { id: true, bus: true, options: true } },
  nics: { select: { id: true, model: true, options: true } },
} satisfies Prisma.VmSelect

/** A row from before hardware was kept, of a machine that may have been another tool's. */
export const isUnread = (hardware: unknown): boolean => typeof hardware === 'object' && hardware !== null && Object.keys(hardware).length === 0

const Wish = z.object({
  memoryMiB: z.number(),
  vcpus: z.number(),
  virtType: VirtType,
  firmware: z.enum(['bios', 'uefi']),
  hardware: Hardware,
  disks: z.array(z.object({ id: z.string(), bus: z.enum(diskBuses), options: DiskOptions })),
  nics: z.array(z.object({ id: z.string(), model: z.enum(nicModels), options: NicOptions })),
})

/** What the machine needs of a host. */
export const wishOf = (row: Prisma.VmGetPayload<{ select: typeof wishFields }>): CapabilityWish => ({ ...Wish.parse(row), keepHardware: isUnread(row.hardware) })
