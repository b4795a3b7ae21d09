import type { HostFacts } from '@/server/contract/agent/host'

type Cpu = Omit<HostFacts['cpu'], 'arch'>

const fields = (block: string): Record<string, string> =>
  Object.fromEntries(
    block.split('\n').flatMap((line) => {
      const at = line.indexOf(':')
      return at < 0 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]]
    }),
  )

/**
 * /proc/cpuinfo of x86 → `cores` per socket, `threads` per core, `count` online processors, `mhz` of the first.
 * Inside containers and some guests the topology lines are missing: then each processor counts as a core of one socket.
 */
export const parseCpuInfo = (cpuinfo: string): Cpu => {
  const processors = cpuinfo
    .split(/\n\s*\n/)
    .map(fields)
    .filter((processor) => 'processor' in processor)
  const [first = {}] = processors
  const count = processors.length
  const sockets = new Set(processors.map((processor) => processor['physical id'] ?? '0')).size
  const cores = Number(first['cpu cores'] ?? 0) || count
  const siblings = Number(first['siblings'] ?? 0) || cores
  return {
    model: first['model name'] ?? 'unknown',
    vendor: first['vendor_id'] ?? 'unknown',
    flags: (first['flags'] ?? '').split(/\s+/).filter(Boolean),
    sockets,
    cores,
    threads: Math.max(1, Math.round(siblings / cores)),
    count,
    mhz: Number(first['cpu MHz'] ?? 0),
  }
}
