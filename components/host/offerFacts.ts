import type { HostFacts } from '@/server/contract/agent/host'

type Kind = keyof HostFacts['capabilities'][number]['offers']

const shown = [
  ['graphics', 'offerGraphics'], ['video', 'offerVideo'], ['diskBus', 'offerDiskBus'], ['tpmModel', 'offerTpm'], ['cpuMode', 'offerCpuMode'],
  ['passthrough', 'offerPassthrough'], ['filesystem', 'offerFilesystem'], ['hyperV', 'offerHyperV'], ['device', 'offerDevice'],
] as const satisfies readonly (readonly [Kind, string])[]

/** What the host offers to machines, all machine types together; what it does not tell is left out. */
export function offerFacts({ capabilities }: Pick<HostFacts, 'capabilities'>): [label: (typeof shown)[number][1], values: string[]][] {
  return shown.flatMap(([kind, label]) => {
    const told = capabilities.filter(({ offers }) => offers[kind] !== undefined)
    return told.length === 0 ? [] : [[label, [...new Set(told.flatMap(({ offers }) => offers[kind] ?? []))].sort()] as [typeof label, string[]]]
  })
}
