import type { MigrateOptions, MigrationCheck } from '@/server/contract/api/migration'
import { hostOf } from '@/server/domain/host/address'
import { encryptions, preflight } from '@/server/domain/migration/preflight'
import { copiedTargets, pathThere } from '@/server/domain/migration/storage'
import type { Copying } from '@/server/domain/migration/storage'
import type { Reached } from '@/server/domain/migration/preflight'
import { configDrivePath } from '@/server/domain/initialization/config-drive'
import { lacks } from '@/server/domain/capability/lacks'
import type { CapabilityWish } from '@/server/domain/capability/lacks'
import type { AgentClient } from '@/server/hosts/client'
import type { Db } from '@/server/store/db'
import { bootFirst } from '@/server/store/disk/order'
import type { DiskMove } from '@/server/store/migration/moves'
import type { Prisma } from '@/server/store/generated/client'
import { offersOf, wishFields, wishOf } from '@/server/store/vm/capability'
import { pause } from '../../pause'

export interface HostPlace {
  id: string
  name: string
  /** host:port of its agent. */
  address: string
  migrationAddress: string | null
  facts: unknown
}

/** Its columns. */
export const placeFields = { id: true, name: true, address: true, migrationAddress: true, facts: true } satisfies Prisma.HostSelect

const listenMs = 4_000
const reachMs = 1_500
const againMs = 300

const tries = 3

/** Opens the ports there and really connects from here, again when none was free just then. null when it could not be tried. */
async function tryWay(source: AgentClient, destination: AgentClient, { name, address, migrationAddress }: HostPlace): Promise<Reached | null> {
  const libvirtAddress = hostOf(address)
  for (let left = tries; left > 0; left -= 1) {
    try {
      const { ports } = await destination.migration.listen({ address: '0.0.0.0', forMs: listenMs })
      const reached = await source.migration.reach({ address: migrationAddress ?? libvirtAddress, libvirtAddress, hostname: name, ports, timeoutMs: reachMs })
      if (ports.length > 0) return { ...reached, tried: ports.length }
    } catch {
      // Tried again: a host that can't be asked shows itself in the other call.
    }
    await pause(againMs)
  }
  return null
}

/** What the database knows of the machine that would move. */
export interface Mover {
  id: string
  migrationMode: string
  host: { name: string } | null
  cluster: { migrationEncryption: string }
  /** It runs on overlays that are thrown away. */
  statelessRun: boolean
  disks: readonly { id: string; target: string; path: string; storageDomain: { path: string } }[]
  /** What it needs of a host. */
  wish: CapabilityWish
}

const moverFields = {
  ...wishFields,
  id: true, migrationMode: true, statelessRun: true, host: { select: { name: true } }, cluster: { select: { migrationEncryption: true } },
  disks: { select: { ...wishFields.disks.select, target: true, path: true, storageDomain: { select: { path: true } } }, orderBy: bootFirst },
} satisfies Prisma.VmSelect

export async function moverOf(db: Db, id: string): Promise<Mover> {
  const row = await db.vm.findUniqueOrThrow({ where: { id }, select: moverFields })
  return { ...row, wish: wishOf(row) }
}

export interface Checked {
  checks: MigrationCheck[]
  /** Targets of the disks that would be copied. */
  copied: string[]
}

const copyModes = { shared: 'none', copy: 'full', incremental: 'incremental' } as const

type Wish = Pick<MigrateOptions, 'storage' | 'diskIds'>

const copyingOf = ({ disks }: Mover, { storage = 'shared', diskIds }: Wish, moves: readonly DiskMove[]): Copying => ({
  mode: copyModes[storage],
  targets: diskIds ? disks.filter(({ id }) => diskIds.includes(id)).map(({ target }) => target) : null,
  moves,
})

/** Asks both hosts and judges. Errors: of the calls; HOST_UNREACHABLE among them. */
export async function checkMigration(
  vm: Mover, wish: Wish & { moves: readonly DiskMove[] }, place: HostPlace, source: AgentClient, destination: AgentClient,
): Promise<Checked> {
  const copying = copyingOf(vm, wish, wish.moves)
  const asked = Date.now()
  const facing = async () => {
    const from = await source.migration.source({ id: vm.id })
    const there = { ...from, disks: from.disks.map(disk => ({ ...disk, path: pathThere(copying, disk) })) }
    return { source: from, destination: await destination.migration.destination({ id: vm.id, source: there }) }
  }
  const [sides, reached] = await Promise.all([facing(), tryWay(source, destination, place)])
  const { active, virtType } = sides.source
  const facts = {
    ...sides, reached, askedMs: Date.now() - asked + 500, migrationMode: vm.migrationMode,
    encryption: encryptions.find(known => known === vm.cluster.migrationEncryption) ?? 'when_possible',
    names: { source: vm.host?.name ?? '', destination: place.name },
    copying,
    stateless: vm.statelessRun,
    configDrive: configDrivePath(vm.id, vm.disks[0]?.storageDomain.path),
    // One that runs goes on as it runs; only a start decides anew.
    lacking: lacks({ ...vm.wish, virtType: active && virtType === 'qemu' ? 'qemu' : vm.wish.virtType }, offersOf(place.facts)),
  }
  return { checks: preflight(facts), copied: copiedTargets(facts) }
}
