import type { Logger } from 'pino'
import type { HostFacts } from '@/server/contract/agent/host'
import { hostChecks } from '@/server/domain/host/checks'
import type { Supervisor } from '@/server/libvirt/facade/supervisor'
import type { Feed } from '@/server/agent/events/feed'
import { libvirtTls } from '@/server/agent/migration/libvirt-tls'
import { migrationTls } from '@/server/agent/migration/tls'
import { readDiskLock } from '@/server/agent/host/disk-lock'
import { decideAcceleration, devKvm } from './acceleration'
import { readCurrentFacts } from './current-facts'
import { noLibvirtFacts, readLibvirtFacts, readStaticFacts } from './static-facts'
import type { LibvirtFacts, StaticFacts } from './static-facts'

export interface FactsOptions {
  side: Supervisor
  feed: Feed
  log: Logger
  dataDir: string
  hostId: string
  /** host:port of this agent. */
  address: string
  /** PEM of this host's authority. */
  ca: string
  libvirtSocket: string
  emulator: string
  probeKernel: string | null
  emulate: boolean
}

const refreshMs = 60_000

/** Figures that move all the time are no news. */
const news = ({ hugePages, ksm, cpu, ...rest }: HostFacts): string =>
  JSON.stringify({
    ...rest,
    ksm: ksm.running,
    cpu: { ...cpu, mhz: 0 },
    hugePages: hugePages.map(({ sizeKiB, total }) => ({ sizeKiB, total })),
    checks: rest.checks.map(({ code, level }) => [code, level]),
  })

/** Knows what the host is; looks again each minute and tells the feed when something has changed. */
export class FactsKeeper {
  private readonly fixed: Promise<{ facts: StaticFacts; acceleration: HostFacts['acceleration'] }>
  private libvirtFacts: LibvirtFacts = noLibvirtFacts
  private told = ''
  private readonly timer: NodeJS.Timeout
  private readonly offUp: () => void

  constructor(private readonly options: FactsOptions) {
    this.fixed = this.readFixed()
    this.timer = setInterval(() => void this.refresh(), refreshMs)
    this.offUp = options.side.on('up', () => void this.refresh(true))
  }

  /** Is `auto` KVM here? */
  async kvmWorks(): Promise<boolean> {
    return (await this.fixed).acceleration.kvm
  }

  async facts(): Promise<HostFacts> {
    const { facts, acceleration } = await this.fixed
    if (this.libvirtFacts === noLibvirtFacts) await this.askLibvirt(acceleration.kvm)
    const { freeDiskMiB, ...current } = await readCurrentFacts(this.options.dataDir)
    const { validate, modules, ...known } = facts
    const { flags, vendor } = known.cpu
    const now = Date.now()
    const [diskLock, kvm, tlsOfQemu, tlsOfLibvirt] = await Promise.all([
      readDiskLock(this.options.libvirtSocket), devKvm(), migrationTls(this.options, now), libvirtTls(this.options, now),
    ])
    const minimum = hostChecks({ freeDiskMiB, memoryMiB: current.memoryMiB, flags, vendor, modules, devKvm: kvm, acceleration, diskLock, libvirtTls: tlsOfLibvirt })
    // It speaks to libvirt's QEMU driver alone.
    return { ...known, ...current, ...this.libvirtFacts, hypervisors: ['qemu'], acceleration, migrationTls: tlsOfQemu, libvirtTls: tlsOfLibvirt, checks: [...minimum, ...validate] }
  }

  close(): void {
    clearInterval(this.timer)
    this.offUp()
  }

  private async readFixed() {
    const { dataDir, emulator, probeKernel, emulate, log } = this.options
    const facts = await readStaticFacts(emulator)
    const acceleration = await decideAcceleration({ dataDir, emulator, qemuVersion: facts.qemuVersion, probeKernel, emulate })
    log.info({ acceleration }, 'acceleration decided')
    return { facts, acceleration }
  }

  /** libvirt or QEMU may have been upgraded while it was away. */
  private async askLibvirt(kvm: boolean): Promise<void> {
    try {
      this.libvirtFacts = await readLibvirtFacts(this.options.side, kvm)
    } catch (error) {
      this.options.log.warn({ err: error }, 'libvirt did not tell what it can')
    }
  }

  /** Looks again now, and tells what has changed. Never rejects. */
  async refresh(libvirtIsNew = false): Promise<void> {
    try {
      if (libvirtIsNew) await this.askLibvirt(await this.kvmWorks())
      const facts = await this.facts()
      const now = news(facts)
      if (now === this.told) return
      this.told = now
      this.options.feed.push({ type: 'facts', facts })
    } catch (error) {
      this.options.log.warn({ err: error }, 'facts were not read')
    }
  }
}
