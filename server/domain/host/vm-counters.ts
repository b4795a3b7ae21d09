/** Counters of one running machine since its start, and its memory in MiB. */
export interface VmCounters {
  /** Unix ms. */
  at: number
  cpuNs: number
  /** Its vCPUs waited for the host's processors. */
  delayNs: number
  vcpus: number
  memoryUsedMiB: number | null
  memoryRssMiB: number | null
  diskReadBytes: number
  diskWriteBytes: number
  netRxBytes: number
  netTxBytes: number
}

/** Statistics of a domain by name, as `virConnectGetAllDomainStats` gives them. */
export type DomainStats = Record<string, number | bigint | string | boolean>

const mib = (kib: number | null): number | null => (kib === null ? null : Math.round(kib / 1024))

/** One record of the bulk call as counters. https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectGetAllDomainStats */
export const vmCounters = (stats: DomainStats, at: number): VmCounters => {
  const number = (name: string): number | null => {
    const value = stats[name]
    return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null
  }
  const sum = (group: string, figure: string): number =>
    Array.from({ length: number(`${group}.count`) ?? 0 }, (_, index) => number(`${group}.${index}.${figure}`) ?? 0).reduce((total, value) => total + value, 0)
  // Numbers of offline vCPUs are left out in between, so all figures of that name are added up.
  const delay = (): number => Object.keys(stats).filter((name) => /^vcpu\.\d+\.delay$/.test(name)).reduce((total, name) => total + (number(name) ?? 0), 0)
  // `usable` counts reclaimable cache as free, `unused` does not; older guest drivers report only the latter.
  const [available, free] = [number('balloon.available'), number('balloon.usable') ?? number('balloon.unused')]
  return {
    at,
    cpuNs: number('cpu.time') ?? 0,
    delayNs: delay(),
    vcpus: number('vcpu.current') ?? 1,
    memoryUsedMiB: mib(available !== null && free !== null ? Math.max(0, available - free) : null),
    memoryRssMiB: mib(number('balloon.rss')),
    diskReadBytes: sum('block', 'rd.bytes'),
    diskWriteBytes: sum('block', 'wr.bytes'),
    netRxBytes: sum('net', 'rx.bytes'),
    netTxBytes: sum('net', 'tx.bytes'),
  }
}
