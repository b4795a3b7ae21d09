import { readdir, readFile } from 'node:fs/promises'
import { memoryFigures } from '@/server/domain/host/meminfo'
import { isWholeDisk, parseCpuTicks, parseDiskBytes, parseLoadAverage, parseNetBytes } from '@/server/domain/host/proc'
import type { HostCounters } from '@/server/domain/host/proc'
import type { HostGauges } from '@/server/domain/host/rates'

const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '')

/** One reading of the host. /proc/net belongs to the network namespace of the agent, as it should. */
export const readHostCounters = async (at: number): Promise<{ counters: HostCounters; gauges: HostGauges }> => {
  const [stat, net, diskstats, loadavg, meminfo, blocks] = await Promise.all([
    read('/proc/stat'),
    read('/proc/self/net/dev'),
    read('/proc/diskstats'),
    read('/proc/loadavg'),
    read('/proc/meminfo'),
    readdir('/sys/block').catch(() => []),
  ])
  const { memoryUsedMiB, swapUsedMiB } = memoryFigures(meminfo)
  return {
    counters: { at, ...parseCpuTicks(stat), ...parseNetBytes(net), ...parseDiskBytes(diskstats, blocks.filter(isWholeDisk)) },
    gauges: { memoryUsedMiB, swapUsedMiB, loadAverage: parseLoadAverage(loadavg) },
  }
}
