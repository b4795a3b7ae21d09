import { readdir, readFile, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { HostFacts } from '@/server/contract/agent/host'
import { parseInterfaces } from '@/server/domain/host/interfaces'
import { parseCpuList } from '@/server/domain/host/lists'
import { memoryFigures, parseMeminfo } from '@/server/domain/host/meminfo'
import { isWholeDisk } from '@/server/domain/host/proc'
import { run } from './run'
import { readSysprep } from './sysprep'

/** What may change while the host runs: memory is hot-plugged, disks and cables come and go. */
export type CurrentFacts = Pick<HostFacts, 'numa' | 'memoryMiB' | 'swapMiB' | 'hugePages' | 'ksm' | 'disks' | 'interfaces' | 'sysprep'> & { freeDiskMiB: number }

const read = async (...path: string[]): Promise<string> => (await readFile(join(...path), 'utf8').catch(() => '')).trim()
const list = (path: string): Promise<string[]> => readdir(path).catch(() => [])
const number = (text: string): number => Number(text) || 0

const numa = async (): Promise<HostFacts['numa']> => {
  const root = '/sys/devices/system/node'
  const nodes = (await list(root)).filter((name) => /^node\d+$/.test(name))
  const cells = nodes.map(async (name) => ({
    node: Number(name.slice(4)),
    memoryMiB: Math.floor((parseMeminfo(await read(root, name, 'meminfo'))['MemTotal'] ?? 0) / 1024),
    cpus: parseCpuList(await read(root, name, 'cpulist')),
  }))
  return (await Promise.all(cells)).sort((a, b) => a.node - b.node)
}

const hugePages = async (): Promise<HostFacts['hugePages']> => {
  const root = '/sys/kernel/mm/hugepages'
  const sizes = (await list(root)).flatMap((name) => /^hugepages-(\d+)kB$/.exec(name)?.[1] ?? [])
  const pools = sizes.map(async (sizeKiB) => {
    const folder = join(root, `hugepages-${sizeKiB}kB`)
    return { sizeKiB: Number(sizeKiB), total: number(await read(folder, 'nr_hugepages')), free: number(await read(folder, 'free_hugepages')) }
  })
  return (await Promise.all(pools)).sort((a, b) => a.sizeKiB - b.sizeKiB)
}

const ksm = async (): Promise<HostFacts['ksm']> => {
  const [running, shared, sharing] = await Promise.all(['run', 'pages_shared', 'pages_sharing'].map((name) => read('/sys/kernel/mm/ksm', name)))
  return { running: running === '1', pagesShared: number(shared ?? ''), pagesSharing: number(sharing ?? '') }
}

const disks = async (): Promise<HostFacts['disks']> => {
  const found = (await list('/sys/block')).filter(isWholeDisk).map(async (name) => {
    const folder = join('/sys/block', name)
    const [sectors, model, rotational] = await Promise.all([read(folder, 'size'), read(folder, 'device/model'), read(folder, 'queue/rotational')])
    return { name, model, sizeMiB: Math.floor((number(sectors) * 512) / 1024 ** 2), rotational: rotational === '1' }
  })
  return (await Promise.all(found)).filter(({ sizeMiB }) => sizeMiB > 0)
}

const interfaces = async (): Promise<HostFacts['interfaces']> => {
  const { code, stdout } = await run('ip', ['-json', '-details', 'address', 'show'])
  if (code !== 0) return []
  const found = parseInterfaces(stdout)
  // Unknown speeds read as -1 or not at all.
  const speeds = await Promise.all(found.map(async ({ name }) => [name, number(await read('/sys/class/net', name, 'speed'))] as const))
  return parseInterfaces(stdout, Object.fromEntries(speeds.map(([name, speed]) => [name, speed > 0 ? speed : null])))
}

/** Free space for anybody, in MiB, of the file system that holds `path`. */
const freeMiB = async (path: string): Promise<number> => {
  const { bavail, bsize } = await statfs(path)
  return Math.floor((bavail * bsize) / 1024 ** 2)
}

/** `folder` = where machines and state are kept; its free space is checked. */
export const readCurrentFacts = async (folder: string): Promise<CurrentFacts> => {
  const [meminfo, nodes, pages, merging, found, links, sysprep, freeDiskMiB] = await Promise.all([
    read('/proc/meminfo'),
    numa(),
    hugePages(),
    ksm(),
    disks(),
    interfaces(),
    readSysprep(),
    freeMiB(folder).catch(() => 0),
  ])
  const { memoryMiB, swapMiB } = memoryFigures(meminfo)
  return { numa: nodes, memoryMiB, swapMiB, hugePages: pages, ksm: merging, disks: found, interfaces: links, sysprep, freeDiskMiB }
}
