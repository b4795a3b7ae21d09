import type { AgentContract } from '@/server/contract/agent/agent'
import type { DiskChain } from '@/server/contract/agent/disk-chain'
import type { DiskReport } from '@/server/contract/agent/disk-check'
import type { StorageObservation } from '@/server/contract/agent/host'
import type { MediaFileFacts } from '@/server/contract/agent/media'
import type { InferContractRouterInputs } from '@orpc/contract'
import { AppError } from '@/server/domain/error'
import type { VmSpec } from '@/server/contract/agent/vm'
import { domainFolders } from '@/server/domain/storage-domain/folders'
import { isDown } from './machines'
import type { Machines } from './machines'

type Inputs = InferContractRouterInputs<AgentContract>['disk']

export interface SimulatedImage {
  format: 'qcow2' | 'raw'
  sizeMiB: number
  backing: string | null
  damaged?: boolean
  /** Clusters that belong to nothing. */
  leaks?: number
  /** Of a file that describes a machine to import. */
  text?: string
  /** What virt-sysprep took out of it. */
  generalised?: readonly string[]
}

/** Image files by path. Give one to several simulated hosts, and they share the folder. */
export type SimulatedFolder = Map<string, SimulatedImage>

export interface Storage {
  domains: Map<string, string>
  observe: (path: string) => StorageObservation
  ensure: (input: Inputs['ensure']) => { sizeMiB: number; allocatedMiB: number }
  ensureAbsent: (input: Inputs['ensureAbsent']) => void
  /** Errors: IMAGE_MISSING, IN_USE. */
  generalise: (input: Inputs['generalise']) => void
  /** Grows an image of that machine. Errors: NOT_FOUND. */
  grow: (spec: VmSpec, wish: { path: string; sizeMiB: number }) => number
  /** What lies in the folder iso/. */
  media: (storagePath: string) => MediaFileFacts[]
  /** Errors: IN_USE. */
  wipe: (storagePath: string) => void
  /** Errors: IMAGE_MISSING, IN_USE. */
  shrink: (input: Inputs['shrink']) => { sizeMiB: number; allocatedMiB: number }
  /** Errors: IMAGE_MISSING, IN_USE, BAD_INPUT. */
  check: (input: Inputs['check']) => DiskReport
  /** Errors: IMAGE_MISSING. */
  chain: (input: Inputs['chain']) => DiskChain
  inspect: (input: Inputs['inspect']) => { sizeMiB: number; allocatedMiB: number; backing: string | null }
}

const allocatedMiB = (image: SimulatedImage): number => (image.format === 'raw' ? image.sizeMiB : 1)
const missing = (path: string): AppError => new AppError('IMAGE_MISSING', `The image ${path} is missing.`, { subject: { type: 'disk', name: path } })
const damaged = (path: string): AppError => new AppError('IMAGE_DAMAGED', `The image ${path} is damaged.`, { subject: { type: 'disk', name: path } })

export const createStorage = (folder: SimulatedFolder, machines: Machines, capacityMiB = 102_400): Storage => {
  const freeMiB = (): number => capacityMiB - [...folder.values()].reduce((sum, image) => sum + Math.ceil(allocatedMiB(image)), 0)

  const ensure = ({ path, format, sizeMiB, source }: Inputs['ensure']) => {
    const known = folder.get(path)
    if (known?.damaged) throw damaged(path)
    if (known && known.sizeMiB >= sizeMiB) return { sizeMiB: known.sizeMiB, allocatedMiB: allocatedMiB(known) }
    const base = source ? folder.get(source.path) : null
    if (source && !base) throw missing(source.path)
    if (source && (base?.damaged || (base?.backing ?? null) !== (source.backing?.path ?? null))) throw damaged(source.path)
    if (format === 'raw' && sizeMiB > freeMiB()) throw new AppError('DISK_FULL', `There is no room for ${sizeMiB} MiB at ${path}.`, {
      subject: { type: 'disk', name: path },
    })
    const image: SimulatedImage = { format, sizeMiB: Math.max(sizeMiB, base?.sizeMiB ?? 0), backing: source?.mode === 'thin' ? source.path : null }
    folder.set(path, image)
    return { sizeMiB: image.sizeMiB, allocatedMiB: allocatedMiB(image) }
  }

  const holders = (path: string) => [...machines.all.values()].filter(({ spec, running, mirror }) => mirror?.to === path || [...spec.disks, ...(running?.disks ?? [])].some(disk => disk.path === path))
    .map(machine => ({ id: machine.spec.id, name: machine.spec.name, active: !isDown(machine) }))

  const generalise = ({ disks, operations }: Inputs['generalise']): void => {
    for (const { path } of disks) {
      const image = folder.get(path)
      if (!image) throw missing(path)
      const [user] = holders(path)
      if (user) throw new AppError('IN_USE', `Machine ${user.name} has the image ${path}.`, { subject: { type: 'vm', id: user.id, name: user.name } })
      image.generalised = operations
    }
  }

  const grow = (spec: VmSpec, { path, sizeMiB }: { path: string; sizeMiB: number }): number => {
    const image = folder.get(path)
    if (!image || !spec.disks.some(disk => disk.path === path)) throw new AppError('NOT_FOUND', `The machine has no disk ${path}.`, { subject: { type: 'vm', id: spec.id, name: spec.name } })
    image.sizeMiB = Math.max(image.sizeMiB, sizeMiB)
    return image.sizeMiB
  }

  const ensureAbsent = ({ path }: Inputs['ensureAbsent']): void => {
    const [user] = holders(path)
    if (user) throw new AppError('IN_USE', `Machine ${user.name} has the image ${path}.`, { subject: { type: 'vm', id: user.id, name: user.name } })
    folder.delete(path)
  }

  const inspect = ({ path }: Inputs['inspect']) => {
    const image = folder.get(path)
    if (!image) throw missing(path)
    if (image.damaged) throw damaged(path)
    return { sizeMiB: image.sizeMiB, allocatedMiB: allocatedMiB(image), backing: image.backing }
  }

  const idle = (path: string): SimulatedImage => {
    const image = folder.get(path)
    if (!image) throw missing(path)
    const runner = holders(path).find(({ active }) => active)
    if (runner) throw new AppError('IN_USE', `Machine ${runner.name} runs from the image ${path}.`, { subject: { type: 'vm', id: runner.id, name: runner.name } })
    return image
  }

  const shrink = ({ path, sizeMiB }: Inputs['shrink']) => {
    const image = idle(path)
    image.sizeMiB = Math.min(image.sizeMiB, sizeMiB)
    return { sizeMiB: image.sizeMiB, allocatedMiB: allocatedMiB(image) }
  }

  const check = ({ path, format, repair = 'none' }: Inputs['check']): DiskReport => {
    if (format === 'raw') throw new AppError('BAD_INPUT', `The image ${path} is raw.`, { field: 'format' })
    const image = idle(path)
    const [corruptions, leaks] = [image.damaged ? 1 : 0, image.leaks ?? 0]
    const fixed = { corruptionsFixed: repair === 'all' ? corruptions : 0, leaksFixed: repair === 'none' ? 0 : leaks }
    if (repair !== 'none') image.leaks = 0
    if (repair === 'all') image.damaged = false
    return { checkErrors: 0, corruptions: corruptions - fixed.corruptionsFixed, leaks: leaks - fixed.leaksFixed, ...fixed, clusters: image.sizeMiB * 16, allocatedClusters: 16, fragmentedClusters: 0 }
  }

  const chain = ({ path, format }: Inputs['chain']): DiskChain => {
    const image = folder.get(path)
    if (!image) throw missing(path)
    const images = [{ path, format, sizeMiB: image.sizeMiB, allocatedMiB: allocatedMiB(image), corrupt: image.damaged ?? false }]
    if (image.backing === null) return { images, end: 'whole', next: null }
    const below = folder.get(image.backing)
    if (!below) return { images, end: 'missing', next: image.backing }
    const rest = chain({ storagePath: '', path: image.backing, format: below.format })
    return { ...rest, images: [...images, ...rest.images] }
  }

  const media = (storagePath: string): MediaFileFacts[] => {
    const folderPath = `${storagePath}/iso/`
    return [...folder].filter(([path]) => path.startsWith(folderPath)).sort(([a], [b]) => a.localeCompare(b)).map(([path, { sizeMiB }]) => {
      const file = path.slice(folderPath.length)
      return { file, kind: /\.iso$/i.test(file) ? 'iso' as const : 'boot' as const, sizeBytes: sizeMiB * 1024 ** 2, modifiedAt: 0, names: null }
    })
  }

  const wipe = (storagePath: string): void => {
    const inside = [...folder.keys()].filter(path => domainFolders.some(name => path.startsWith(`${storagePath}/${name}/`)))
    const [user] = inside.flatMap(holders)
    if (user) throw new AppError('IN_USE', `Machine ${user.name} has a disk below ${storagePath}. Nothing was removed.`, { subject: { type: 'vm', id: user.id, name: user.name } })
    for (const path of inside) folder.delete(path)
  }

  const observe = (path: string): StorageObservation => ({ path, capacityMiB, freeMiB: freeMiB(), writable: true, error: null })
  return { domains: new Map(), observe, ensure, ensureAbsent, generalise, grow, media, wipe, inspect, shrink, check, chain }
}
