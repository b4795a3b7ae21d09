/** Processors of a list such as `0-3,^2`, ascending; libvirt's own reading of it. */
export const cpusOf = (set: string): number[] => {
  const chosen = new Set<number>()
  for (const part of set.split(',')) {
    const [first = 0, last = first] = part.replace('^', '').split('-').map(Number)
    for (let cpu = first; cpu <= Math.min(last, first + 4096); cpu++) {
      if (part.startsWith('^')) chosen.delete(cpu)
      else chosen.add(cpu)
    }
  }
  return [...chosen].sort((a, b) => a - b)
}

/** The list as libvirt writes it: `0-1,3`. */
export const cpuSetOf = (cpus: readonly number[]): string => {
  const runs: [first: number, last: number][] = []
  for (const cpu of cpus) {
    const run = runs.at(-1)
    if (run && run[1] === cpu - 1) run[1] = cpu
    else runs.push([cpu, cpu])
  }
  return runs.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(',')
}

export const canonicalCpuSet = (set: string): string => cpuSetOf(cpusOf(set))
