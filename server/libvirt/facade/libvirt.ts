import type { Channel } from '@/server/libvirt/rpc/channel'
import { ConnectionLostError } from '@/server/libvirt/rpc/errors'
import { Events } from '@/server/libvirt/events/hub'
import { bind } from '@/server/libvirt/procedures/bind'
import type { Bound } from '@/server/libvirt/procedures/bind'
import { connection } from '@/server/libvirt/procedures/connection'
import { domainTable } from '@/server/libvirt/procedures/domain/table'
import { snapshots } from '@/server/libvirt/procedures/domain/snapshots'
import { host } from '@/server/libvirt/procedures/host'
import { hostInterfaceTable, nodeDeviceTable } from '@/server/libvirt/procedures/hostDevices'
import { networkTable } from '@/server/libvirt/procedures/network'
import { secretTable } from '@/server/libvirt/procedures/secret'
import { storagePoolTable, storageVolumeTable } from '@/server/libvirt/procedures/storage'
import type { ConnectOptions } from './connect'

/** A libvirtd that hangs does not keep us from leaving. */
const FAREWELL_MS = 2_000

/** The rows a figure table wants to be asked for; libvirt refuses any other number. */
type StatRows = { values: { field: string; value: number }[]; count: number }

/**
 * An open connection. Methods are the rows of the tables in procedures/, grouped by what they are done to:
 * `libvirt.domain.info(domain)`, `libvirt.domain.create(domain, { flags })`, `libvirt.network.list()`.
 */
export class Libvirt implements AsyncDisposable {
  readonly host: Bound<typeof host>
  readonly domain: Bound<typeof domainTable>
  readonly snapshot: Bound<typeof snapshots>
  readonly network: Bound<typeof networkTable>
  readonly storagePool: Bound<typeof storagePoolTable>
  readonly storageVolume: Bound<typeof storageVolumeTable>
  readonly nodeDevice: Bound<typeof nodeDeviceTable>
  readonly hostInterface: Bound<typeof hostInterfaceTable>
  readonly secret: Bound<typeof secretTable>
  readonly events: Events
  /** Resolves when the connection is over: with the reason, or undefined after `close()`. */
  readonly closed: Promise<Error | undefined>

  constructor(
    private readonly channel: Channel,
    private readonly dialAgain: (options: ConnectOptions) => Promise<Libvirt>,
  ) {
    this.host = bind(channel, 'host', host)
    this.domain = bind(channel, 'domain', domainTable)
    this.snapshot = bind(channel, 'snapshot', snapshots)
    this.network = bind(channel, 'network', networkTable)
    this.storagePool = bind(channel, 'storagePool', storagePoolTable)
    this.storageVolume = bind(channel, 'storageVolume', storageVolumeTable)
    this.nodeDevice = bind(channel, 'nodeDevice', nodeDeviceTable)
    this.hostInterface = bind(channel, 'hostInterface', hostInterfaceTable)
    this.secret = bind(channel, 'secret', secretTable)
    this.events = new Events(channel)
    this.closed = channel.closed
  }

  get isClosed(): boolean {
    return this.channel.isClosed
  }

  /** Streams that are open on this connection. */
  get openStreams(): number {
    return this.channel.openStreams
  }

  /**
   * Another connection to the same libvirtd, for a stream of its own: a stream whose reader or guest stalls stops the connection
   * it runs on. `options` change those of this connection.
   */
  duplicate(options: ConnectOptions = {}): Promise<Libvirt> {
    return this.dialAgain(options)
  }

  /** Times in ns since boot by kind (kernel, user, idle, iowait) of one CPU, or of all (-1). */
  async cpuStats(cpu = -1): Promise<Record<string, number>> {
    return counted((count) => this.host.rawCpuStats({ cpu, count }))
  }

  /** KiB by kind (total, free, buffers, cached) of one NUMA cell, or of the host (-1). */
  async memoryStats(cell = -1): Promise<Record<string, number>> {
    return counted((count) => this.host.rawMemoryStats({ cell, count }))
  }

  /** Says goodbye and closes. Never rejects; streams and calls that still wait fail with ConnectionLostError. */
  async close(): Promise<void> {
    this.channel.loseStreams(new ConnectionLostError('the connection to libvirt is being closed'))
    if (!this.isClosed) await bind(this.channel, 'connection', connection).close({}, { timeoutMs: FAREWELL_MS }).catch(() => undefined)
    this.channel.close()
    await this.closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

async function counted(ask: (count: number) => Promise<StatRows>): Promise<Record<string, number>> {
  const { count } = await ask(0)
  const { values } = await ask(count)
  return Object.fromEntries(values.map(({ field, value }) => [field, value]))
}
