import type { HostRefusal, Reason } from '@/server/contract/api/common'
import type { HostStatus } from '@/server/contract/api/infrastructure'
import type { Hypervisor } from '@/server/contract/hardware/hardware'
import type { AppErrorDetail } from '@/server/domain/error'
import { lacks } from '@/server/domain/capability/lacks'
import type { CapabilityWish, HostOffers } from '@/server/domain/capability/lacks'

interface Named {
  id: string
  name: string
}

/** What a machine needs of a host. Memory in MiB. */
export interface PlacementVm {
  memoryMiB: number
  vcpus: number
  hypervisor: Hypervisor
  /** What it is made of; null = not known. */
  machine: CapabilityWish | null
  storageDomains: readonly Named[]
  networks: readonly Named[]
  /** Host that has it defined now: preferred, because nothing has to be moved. */
  hostId: string | null
}

/** What a host offers. */
export interface PlacementHost extends Named {
  status: HostStatus
  libvirt: 'up' | 'down' | 'unknown'
  /** Logical processors. */
  cpuCount: number
  memoryMiB: number
  hypervisors: readonly Hypervisor[]
  offers: HostOffers
  /** Memory of the machines that run on it or are being started there, without the one to place. */
  committedMiB: number
  /** Ids of the storage domains it can write to. */
  storageDomains: ReadonlySet<string>
  /** Ids of networks that could not be made on it. */
  brokenNetworks: ReadonlySet<string>
}

export interface Verdict {
  host: Named
  fits: boolean
  reasons: Reason[]
}

export interface Placement {
  /** null = no host fits. */
  hostId: string | null
  verdicts: Verdict[]
}

type Rule = (vm: PlacementVm, host: PlacementHost) => (Reason | null)[]
const reason = (code: string, text: string, params: Reason['params'] = {}): Reason => ({ code, text, params })

export const freeMiB = (host: PlacementHost): number => Math.max(0, host.memoryMiB - host.committedMiB)

/** One idea each (oVirt: scheduling units). */
const rules: readonly Rule[] = [
  (_, host) => [host.status === 'up' ? null : reason('host_status_is', `is ${host.status}`, { host: host.name, status: host.status })],
  (_, host) => [host.libvirt === 'down' ? reason('host_deaf', 'libvirt does not answer') : null],
  (vm, host) => [host.hypervisors.includes(vm.hypervisor) ? null : reason('lacks_stratovirt', 'does not offer StratoVirt')],
  (vm, host) => (vm.machine ? lacks(vm.machine, host.offers) : []).map(({ code, text, params }) => reason(code, text, params)),
  (vm, host) => [
    vm.memoryMiB <= freeMiB(host) ? null : reason('host_memory', `needs ${vm.memoryMiB} MiB of memory, ${freeMiB(host)} MiB are free`, {
      needMiB: vm.memoryMiB,
      freeMiB: freeMiB(host),
    }),
  ],
  (vm, host) => [
    vm.vcpus <= host.cpuCount ? null : reason('host_cpus', `needs ${vm.vcpus} vCPUs, the host has ${host.cpuCount} processors`, {
      need: vm.vcpus, count: host.cpuCount,
    }),
  ],
  (vm, host) => vm.storageDomains.map(
    ({ id, name }) => (host.storageDomains.has(id) ? null : reason('host_storage', `does not see storage domain ${name}`, { storageDomain: name })),
  ),
  (vm, host) => vm.networks.map(({ id, name }) => (host.brokenNetworks.has(id) ? reason('host_network', `does not have network ${name}`, { network: name }) : null)),
]

const judge = (vm: PlacementVm, host: PlacementHost): Verdict => {
  const reasons = rules.flatMap(rule => rule(vm, host)).filter(found => found !== null)
  return { host: { id: host.id, name: host.name }, fits: reasons.length === 0, reasons }
}

/**
 * The host for a machine and why each other one was not taken (NEW-1): its own host when that fits, otherwise the one with
 * the most free memory; equal ones by name, so that the answer never depends on chance.
 */
export function place(vm: PlacementVm, hosts: readonly PlacementHost[]): Placement {
  const sorted = [...hosts].sort((a, b) => a.name.localeCompare(b.name))
  const verdicts = sorted.map(host => judge(vm, host))
  const fitting = sorted.filter((_, i) => verdicts[i]?.fits)
  const home = fitting.find(({ id }) => id === vm.hostId)
  const best = fitting.reduce<PlacementHost | null>((found, host) => (found && freeMiB(found) >= freeMiB(host) ? found : host), null)
  return { hostId: (home ?? best)?.id ?? null, verdicts }
}

export const refusalsOf = (verdicts: readonly Verdict[]): HostRefusal[] => verdicts.map(({ host, reasons }) => ({ host: host.name, reasons }))

/** What can be done when no host fits. */
export const placementHint = (verdicts: readonly Verdict[]): Pick<AppErrorDetail, 'hint' | 'hintReason'> =>
  verdicts.some(({ reasons }) => reasons.some(({ code }) => code.startsWith('lacks_')))
    ? { hint: 'Change the hardware that a host lacks, or add a host that offers it.', hintReason: { code: 'hint_lacks', params: {} } }
    : { hint: 'Free memory on a host, make the machine smaller, or add a host.', hintReason: { code: 'hint_no_room', params: {} } }
