import type { Logger } from 'pino'
import type { VmSample } from '@/server/contract/agent/vm'
import type { HostCounters } from '@/server/domain/host/proc'
import { hostSample, vmSample } from '@/server/domain/host/rates'
import { vmCounters } from '@/server/domain/host/vm-counters'
import type { VmCounters } from '@/server/domain/host/vm-counters'
import type { Supervisor } from '@/server/libvirt/facade/supervisor'
import { DomainListFlag, StatsFlag, StatsGroup } from '@/server/libvirt/flags'
import type { Feed } from '@/server/agent/events/feed'
import type { StorageDomains } from '@/server/agent/storage/domains'
import { readHostCounters } from './host-counters'

export interface SamplerOptions {
  side: Supervisor
  feed: Feed
  storage: StorageDomains
  log: Logger
  now: () => number
  intervalMs?: number
}

const groups = StatsGroup.STATE | StatsGroup.CPU_TOTAL | StatsGroup.BALLOON | StatsGroup.VCPU | StatsGroup.INTERFACE | StatsGroup.BLOCK
/** libvirt answers for each machine in turn; one whose QEMU is busy is left out instead of waited for. */
const flags = DomainListFlag.ACTIVE | StatsFlag.NOWAIT
const timeoutMs = 8000

/** Each 10 s: one bulk call for all machines, /proc for the host, the space of the storage domains. */
export class Sampler {
  private machines = new Map<string, VmCounters>()
  private host: HostCounters | null = null
  private readonly timer: NodeJS.Timeout
  private busy = false

  constructor(private readonly options: SamplerOptions) {
    this.timer = setInterval(() => void this.sample(), options.intervalMs ?? 10_000)
    void this.sample()
  }

  close(): void {
    clearInterval(this.timer)
  }

  /** Never rejects; a sample that is still on its way is not overtaken. */
  private async sample(): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      const { feed, storage, now } = this.options
      const at = now()
      const [host, vms, folders] = await Promise.all([readHostCounters(at), this.sampleMachines(at), storage.observe()])
      feed.push({ type: 'stats', host: hostSample(this.host, host.counters, host.gauges), vms, storage: folders })
      this.host = host.counters
    } catch (error) {
      this.options.log.warn({ err: error }, 'no statistics this time')
    } finally {
      this.busy = false
    }
  }

  /** Without libvirt there are no figures of machines, but those of the host go on. */
  private async sampleMachines(at: number): Promise<VmSample[]> {
    const libvirt = this.options.side.current
    if (!libvirt) return []
    const records = await libvirt.host.allDomainStats({ stats: groups, flags }, { timeoutMs }).catch((error: unknown) => {
      this.options.log.warn({ err: error }, 'libvirt gave no statistics')
      return []
    })
    const counted = new Map(records.map(({ domain, stats }) => [domain.uuid, vmCounters(stats, at)]))
    const before = this.machines
    this.machines = counted
    return [...counted].map(([id, counters]) => vmSample(id, before.get(id) ?? null, counters))
  }
}
