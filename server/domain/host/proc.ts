/** Counters of the host since boot, from /proc. */
export interface HostCounters {
  /** Unix ms. */
  at: number
  /** Ticks of all processors. */
  cpuBusy: number
  cpuTotal: number
  netRxBytes: number
  netTxBytes: number
  diskReadBytes: number
  diskWriteBytes: number
}

/** First line of /proc/stat: waiting for a disk counts as idle (proc_stat(5)); guest time is already inside user time. */
export const parseCpuTicks = (stat: string): Pick<HostCounters, 'cpuBusy' | 'cpuTotal'> => {
  const ticks = (/^cpu\s+(.*)$/m.exec(stat)?.[1] ?? '').trim().split(/\s+/).map(Number).slice(0, 8)
  const cpuTotal = ticks.reduce((sum, tick) => sum + tick, 0)
  return { cpuBusy: cpuTotal - (ticks[3] ?? 0) - (ticks[4] ?? 0), cpuTotal }
}

/** /proc/net/dev. Only the host's own links: loopback, bridges and taps would count the same bytes again. */
export const parseNetBytes = (dev: string): Pick<HostCounters, 'netRxBytes' | 'netTxBytes'> =>
  dev.split('\n').reduce(
    (sum, line) => {
      const [, name = '', figures = ''] = /^\s*(\S+):\s*(.*)$/.exec(line) ?? []
      if (!name || /^(lo|vnet|tap|virbr|br|ovs|docker|veth|ifb|dummy|bond\d+\.)/.test(name)) return sum
      const columns = figures.trim().split(/\s+/).map(Number)
      return { netRxBytes: sum.netRxBytes + (columns[0] ?? 0), netTxBytes: sum.netTxBytes + (columns[8] ?? 0) }
    },
    { netRxBytes: 0, netTxBytes: 0 },
  )

/** /proc/diskstats (iostats.rst): sectors are 512 bytes whatever the disk. Whole disks only, named in `disks`. */
export const parseDiskBytes = (diskstats: string, disks: readonly string[]): Pick<HostCounters, 'diskReadBytes' | 'diskWriteBytes'> =>
  diskstats.split('\n').reduce(
    (sum, line) => {
      const columns = line.trim().split(/\s+/)
      if (!disks.includes(columns[2] ?? '')) return sum
      return { diskReadBytes: sum.diskReadBytes + Number(columns[5] ?? 0) * 512, diskWriteBytes: sum.diskWriteBytes + Number(columns[9] ?? 0) * 512 }
    },
    { diskReadBytes: 0, diskWriteBytes: 0 },
  )

/** Load average over one minute, /proc/loadavg. */
export const parseLoadAverage = (loadavg: string): number => Number(loadavg.split(' ')[0] ?? 0)

/** A disk of the host: not a loop device, RAM disk, optical drive or a mapping of another disk. */
export const isWholeDisk = (name: string): boolean => !/^(loop|ram|zram|sr|fd|dm-|md|nbd|drbd)/.test(name)

/** Start time of a process in ms after boot: field 22 of /proc/PID/stat, 100 ticks a second on every Linux that runs KVM. */
export const parseStartMs = (stat: string): number => {
  // The name (field 2) stands in parentheses and may contain anything, so the count begins after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[19] ?? 0) * 10
}

/** Boot time in Unix ms, from /proc/stat. */
export const parseBootMs = (stat: string): number => Number(/^btime (\d+)$/m.exec(stat)?.[1] ?? 0) * 1000
