import { VmSpec } from '@/server/contract/agent/vm'
import { Initialization } from '@/server/contract/initialization'
import { Installation } from '@/server/contract/installation'
import { configDriveFiles, configDrivePath, media } from '@/server/domain/initialization/config-drive'
import type { DriveFile } from '@/server/domain/initialization/config-drive'
import { bootFirst } from '../disk/order'
import { onOverlays } from '@/server/domain/vm/stateless'
import type { Tx } from '../db'
import { isUnread } from './capability'
import { vmUnknown } from './facts'

/** A disk with the folder that holds it. */
export interface VmDisk {
  id: string
  path: string
  format: 'qcow2' | 'raw'
  sizeMiB: number
  allocation: 'thin' | 'copy'
  storageDomain: { id: string; name: string; path: string }
  template: { path: string; format: 'qcow2' | 'raw' } | null
}

export interface VmNetwork {
  id: string
  name: string
  mode: string
  bridge: string | null
}

/** The wanted machine as the agent needs it, and what must be there before it can be. */
export interface WantedVm {
  /** As it runs, or is to run: on overlays while it is stateless. */
  spec: VmSpec
  /** On its own disks. */
  baseSpec: VmSpec
  /** It runs, or has run, on overlays that are to be thrown away. */
  statelessRun: boolean
  clusterId: string
  hostId: string | null
  external: boolean
  observedState: string | null
  disks: VmDisk[]
  networks: VmNetwork[]
  /** What the config drive holds, and where it lies: beside the first disk. */
  configDrive: { path: string; storagePath: string; form: 'iso' | 'file'; label: string; medium: 'disk' | 'cdrom' | 'fwcfg'; files: DriveFile[] } | null
  /** What its first start boots; null = itself. */
  installation: Installation | null
  /** Storage domains of the images in its drives, which its host must see too. */
  media: { id: string; name: string; path: string }[]
}

/** Files that the machine reads beside its disks. */
const mediaPaths = ({ hardware: { cdroms, boot } }: Pick<VmSpec, 'hardware'>): string[] =>
  [...cdroms.map(({ path }) => path), boot.kernel?.path ?? null, boot.kernel?.initrd ?? null].filter(path => path !== null)

/** The storage domains of the cluster's datacenter that have these files. */
export async function mediaOf(tx: Tx, clusterId: string, spec: Pick<VmSpec, 'hardware'>): Promise<WantedVm['media']> {
  const paths = mediaPaths(spec)
  if (paths.length === 0) return []
  const domains = await tx.storageDomain.findMany({ where: { datacenter: { clusters: { some: { id: clusterId } } } }, select: { id: true, name: true, path: true } })
  return domains.filter(domain => paths.some(path => path.startsWith(`${domain.path}/`)))
}

const asFormat = (format: string): 'qcow2' | 'raw' => (format === 'raw' ? 'raw' : 'qcow2')

interface DriveRow {
  id: string
  name: string
  initialization: unknown
  disks: readonly { storageDomain: { path: string } }[]
  nics: readonly { mac: string }[]
}

function configDriveOf({ id, name, initialization, disks, nics }: DriveRow): WantedVm['configDrive'] {
  const storagePath = disks[0]?.storageDomain.path
  if (initialization === null || storagePath === undefined) return null
  const told = Initialization.parse(initialization)
  if (told.done) return null
  const { extension, ...how } = media[told.kind]
  const path = configDrivePath(id, storagePath, extension)
  return path === null ? null : { storagePath, path, ...how, files: configDriveFiles(told, { id, name, mac: nics[0]?.mac ?? null }) }
}

/** Errors: NOT_FOUND. */
export async function wantedVm(tx: Tx, id: string, instanceId: string): Promise<WantedVm> {
  const row = await tx.vm.findUnique({
    where: { id },
    include: {
      disks: {
        orderBy: bootFirst,
        include: { storageDomain: { select: { id: true, name: true, path: true } }, template: { select: { path: true, format: true } } },
      },
      nics: { orderBy: [{ name: 'asc' }, { id: 'asc' }], include: { network: { select: { id: true, name: true, mode: true, bridge: true } } } },
    },
  })
  if (!row) throw vmUnknown(id)
  const configDrive = configDriveOf(row)
  const baseSpec = VmSpec.parse({
    id,
    name: row.name,
    description: row.description,
    instanceId,
    generation: row.generation,
    memoryMiB: row.memoryMiB,
    vcpus: row.vcpus,
    virtType: row.virtType,
    firmware: row.firmware,
    hardware: row.hardware,
    keepHardware: isUnread(row.hardware),
    disks: row.disks.map(disk => ({ id: disk.id, path: disk.path, format: disk.format, bus: disk.bus, target: disk.target, options: disk.options })),
    addresses: row.addresses,
    nics: row.nics.map(nic => ({ id: nic.id, mac: nic.mac, model: nic.model, network: nic.network?.name ?? null, options: nic.options })),
    configDrive: configDrive?.path ?? null,
    configMedium: configDrive?.medium ?? 'disk',
    kept: row.definition === null ? null : { xml: row.definition, generation: row.definitionGeneration ?? 1 },
  })
  const networks = new Map(row.nics.flatMap(({ network }) => (network ? [[network.id, network] as const] : [])))
  return {
    spec: row.statelessRun ? onOverlays(baseSpec) : baseSpec,
    baseSpec,
    statelessRun: row.statelessRun,
    configDrive,
    installation: row.installation === null ? null : Installation.parse(row.installation),
    media: await mediaOf(tx, row.clusterId, baseSpec),
    clusterId: row.clusterId,
    hostId: row.hostId,
    external: row.external,
    observedState: row.observedState,
    networks: [...networks.values()],
    disks: row.disks.map(disk => ({
      id: disk.id,
      path: disk.path,
      format: asFormat(disk.format),
      sizeMiB: disk.sizeMiB,
      allocation: disk.allocation === 'copy' ? 'copy' : 'thin',
      storageDomain: disk.storageDomain,
      template: disk.template?.path ? { path: disk.template.path, format: asFormat(disk.template.format) } : null,
    })),
  }
}
