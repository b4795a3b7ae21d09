/** /proc/meminfo, or the meminfo of a NUMA node under /sys, as KiB by field name. Counts without unit stay counts. */
export const parseMeminfo = (meminfo: string): Record<string, number> =>
  Object.fromEntries([...meminfo.matchAll(/^(?:Node \d+ )?([\w()]+):\s+(\d+)/gm)].map(([, name, value]) => [name, Number(value)]))

const mib = (kib: number | undefined): number => Math.floor((kib ?? 0) / 1024)

/** Sizes in MiB. `used` is what is not available to new programs: the page cache does not count. */
export const memoryFigures = (meminfo: string) => {
  const kib = parseMeminfo(meminfo)
  return {
    memoryMiB: mib(kib['MemTotal']),
    memoryUsedMiB: mib(kib['MemTotal']) - mib(kib['MemAvailable']),
    swapMiB: mib(kib['SwapTotal']),
    swapUsedMiB: mib(kib['SwapTotal']) - mib(kib['SwapFree']),
  }
}
