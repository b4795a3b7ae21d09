import type { LackingHosts } from '@/server/contract/api/capability'

type Lack = LackingHosts['hosts'][number]['lacks'][number]

/** Hosts that lack the very same, together: their names and what it is. `fits` = of which fields. */
export function alikeHosts({ hosts }: LackingHosts, fits: (field: string) => boolean = () => true): { names: string[]; lacks: Lack[] }[] {
  const alike = new Map<string, { names: string[]; lacks: Lack[] }>()
  for (const { host, lacks } of hosts) {
    const found = lacks.filter(({ field }) => fits(field))
    if (found.length === 0) continue
    const key = found.map(({ text }) => text).join('\n')
    const known = alike.get(key)
    if (known) known.names.push(host.name)
    else alike.set(key, { names: [host.name], lacks: found })
  }
  return [...alike.values()]
}
