import type { Logger } from 'pino'
import type { MigrationPlan, MigrationTask } from '@/server/contract/agent/migration'
import { AppError } from '@/server/domain/error'
import type { Feed } from '@/server/agent/events/feed'
import { fromLibvirt } from '@/server/agent/vms/libvirt-error'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import type { Supervisor } from '@/server/libvirt/facade/supervisor'
import { JobStatsFlag } from '@/server/libvirt/flags'
import { CallTimeoutError, ConnectionLostError } from '@/server/libvirt/rpc/errors'
import { destinationXml } from './destination-xml'
import { follow } from './follow'
import { destinationUri, migrateFlags, migrateParams } from './libvirt-plan'
import { settle } from './settle'
import type { Ending } from './settle'
import { readStats } from './stats'
import type { Limits } from './stats'
import type { StoredTask, TaskStore } from './store'

/** A migration takes what it takes; its policy ends it. */
const callMs = 7 * 86_400_000
const tellMs = 900

interface Options {
  store: TaskStore
  work: Supervisor
  feed: Feed
  log: Logger
  now: () => number
}

interface Running {
  stored: StoredTask
  limits: Limits
  poke: () => void
  /** Who ended it and why, when it was ended on purpose. */
  abortReason: string | null
  toldAt: number
}

const unknownTask = (): AppError => new AppError('WRONG_STATE', 'This migration does not run any more.')

/** The migrations that leave this host: tasks that go on when the agent is restarted, because libvirtd carries them out. */
export class Migrations {
  private readonly active = new Map<string, Running>()
  private readonly stopping = new AbortController()

  constructor(private readonly options: Options) {}

  /** Takes up what ran when the agent ended. */
  resume(): void {
    for (const stored of this.options.store.running()) void this.run(stored, null)
  }

  close(): void {
    this.stopping.abort()
  }

  get(stepId: string): MigrationTask | null {
    return this.options.store.get(stepId)?.task ?? null
  }

  /** Begins it, unless it was begun before. */
  async begin(stepId: string, vm: { id: string; memoryMiB: number }, plan: MigrationPlan): Promise<MigrationTask> {
    const known = this.get(stepId)
    if (known) return known
    const libvirt = await this.options.work.ready({ timeoutMs: 3_000 })
    const task: MigrationTask = { stepId, vmId: vm.id, state: 'running', progress: 0, stats: null, error: null }
    const stored: StoredTask = { task, plan, memoryMiB: vm.memoryMiB, cancelled: false, at: this.options.now() }
    await this.options.store.save(stored)
    void this.run(stored, await libvirt.duplicate())
    return task
  }

  async cancel(stepId: string): Promise<MigrationTask | null> {
    const running = this.active.get(stepId)
    if (!running) return this.get(stepId)
    if (running.limits.postCopy) {
      throw new AppError('WRONG_STATE', 'The machine runs at the destination already and fetches the rest of its memory: this can’t be cancelled any more.')
    }
    running.stored.cancelled = true
    await this.options.store.save(running.stored)
    await this.abort(running)
    return running.stored.task
  }

  async tune(
    stepId: string, { bandwidthMiBps, maxDowntimeMs }: { bandwidthMiBps?: number | undefined; maxDowntimeMs?: number | undefined },
  ): Promise<MigrationTask> {
    return this.change(stepId, 'change the limits of the migration', async ({ limits }, libvirt, domain) => {
      if (bandwidthMiBps !== undefined) {
        await libvirt.domain.migrateSetMaxSpeed(domain, { mibPerSecond: bandwidthMiBps })
        limits.bandwidthMiBps = bandwidthMiBps
      }
      if (maxDowntimeMs !== undefined) {
        await libvirt.domain.migrateSetMaxDowntime(domain, { milliseconds: maxDowntimeMs })
        limits.maxDowntimeMs = maxDowntimeMs
      }
    })
  }

  async postCopy(stepId: string): Promise<MigrationTask> {
    return this.change(stepId, 'switch to post-copy', async ({ limits }, libvirt, domain) => {
      await libvirt.domain.migrateStartPostCopy(domain)
      limits.postCopy = true
    })
  }

  /** Does a migration of the machine leave this host? */
  leaves(vmId: string): boolean {
    for (const { stored } of this.active.values()) if (stored.task.vmId === vmId) return true
    return false
  }

  /** libvirt tells that an iteration has begun or a job has ended: the figures are read at once. */
  poke(vmId: string): void {
    for (const running of this.active.values()) if (running.stored.task.vmId === vmId) running.poke()
  }

  private async change(
    stepId: string, doing: string, work: (running: Running, libvirt: Libvirt, domain: { uuid: string }) => Promise<void>,
  ): Promise<MigrationTask> {
    const running = this.active.get(stepId)
    if (!running) throw unknownTask()
    const libvirt = await this.options.work.ready({ timeoutMs: 3_000 })
    await work(running, libvirt, { uuid: running.stored.task.vmId }).catch((error: unknown) => {
      throw fromLibvirt(error, doing)
    })
    running.poke()
    return running.stored.task
  }

  /** A cancel that comes before libvirt has begun is said again until the task has ended. */
  private async abort(running: Running): Promise<void> {
    const { task } = running.stored
    for (let tries = 0; tries < 40 && this.active.has(task.stepId); tries += 1) {
      const ended = await this.options.work.current?.domain.abortJob({ uuid: task.vmId }).then(() => true, () => false)
      if (ended) return
      await new Promise(resolve => { setTimeout(resolve, 100) })
    }
  }

  private async run(stored: StoredTask, own: Libvirt | null): Promise<void> {
    const { work, log, store, now } = this.options
    const { stepId, vmId } = stored.task
    const { policy, mode } = stored.plan
    const limits: Limits = { maxDowntimeMs: policy.initialDowntimeMs, bandwidthMiBps: policy.bandwidthMiBps, postCopy: false }
    const running: Running = { stored, limits, poke: () => undefined, abortReason: null, toldAt: 0 }
    this.active.set(stepId, running)
    const followed = mode === 'live' ? follow({
      stored,
      limits,
      libvirt: () => work.current,
      tell: () => this.tell(running, false),
      onError: error => log.debug({ err: error, vmId }, 'no figures of a migration'),
      aborted: reason => { running.abortReason = reason },
    }) : null
    running.poke = followed?.poke ?? (() => undefined)
    try {
      const end = own ? await this.call(running, own) : await settle(work, vmId, this.stopping.signal)
      followed?.stop()
      stored.task = { ...stored.task, ...this.asWanted(running, end), ...(await this.finalFigures(running, end)) }
      stored.at = now()
      const saved = store.save(stored)
      this.active.delete(stepId)
      // At once: were this host lost before it is on disk, the next agent would find out the same.
      this.tell(running, true)
      log.info({ stepId, vmId, state: stored.task.state, error: stored.task.error }, 'a migration ended')
      await saved
    } catch (error) {
      // The agent ends; the next one takes the task up.
      if (!this.stopping.signal.aborted) log.error({ err: error, stepId }, 'a migration was lost sight of')
    } finally {
      followed?.stop()
      this.active.delete(stepId)
      await own?.close()
    }
  }

  private async call({ stored: { task, plan }, limits }: Running, own: Libvirt): Promise<Ending> {
    const domain = { uuid: task.vmId }
    try {
      if (plan.mode === 'live' && limits.maxDowntimeMs !== null) await this.allowDowntime(own, domain, limits.maxDowntimeMs)
      const call = own.domain.migratePeerToPeer(
        domain,
        { destinationUri: destinationUri(plan), params: migrateParams(plan, await destinationXml(own, domain, plan)), flags: migrateFlags(plan) },
        { timeoutMs: callMs, signal: this.stopping.signal },
      )
      await call
      return { state: 'succeeded', error: null }
    } catch (error) {
      if (this.stopping.signal.aborted) throw error
      if (error instanceof ConnectionLostError || error instanceof CallTimeoutError) return settle(this.options.work, task.vmId, this.stopping.signal)
      return { state: 'failed', error: fromLibvirt(error, 'migrate the machine').message }
    }
  }

  /** libvirt takes a limit before the migration begins; one that does not is left with its own. */
  private async allowDowntime(libvirt: Libvirt, domain: { uuid: string }, milliseconds: number): Promise<void> {
    await libvirt.domain.migrateSetMaxDowntime(domain, { milliseconds }).catch((error: unknown) => {
      this.options.log.debug({ err: error }, 'the downtime was not set')
    })
  }

  private asWanted({ stored, abortReason }: Running, end: Ending): Ending {
    if (end.state !== 'failed') return end
    if (stored.cancelled) return { state: 'cancelled', error: 'The migration was cancelled.' }
    return abortReason ? { state: 'failed', error: abortReason } : end
  }

  private async finalFigures({ stored: { task, plan }, limits }: Running, { state }: Ending): Promise<Partial<MigrationTask>> {
    if (state !== 'succeeded') return {}
    if (plan.mode === 'offline') return { progress: 1 }
    try {
      const libvirt = await this.options.work.ready({ timeoutMs: 3_000 })
      const { params } = await libvirt.domain.jobStats({ uuid: task.vmId }, { flags: JobStatsFlag.COMPLETED | JobStatsFlag.KEEP_COMPLETED })
      const stats = readStats(params, limits, this.options.now())
      return { progress: 1, ...(stats ? { stats: { ...stats, remainingBytes: 0, downtimeMs: stats.expectedDowntimeMs, expectedDowntimeMs: null } } : {}) }
    } catch (error) {
      this.options.log.debug({ err: error }, 'no last figures of a migration')
      return { progress: 1 }
    }
  }

  private tell(running: Running, always: boolean): void {
    const now = this.options.now()
    if (!always && now - running.toldAt < tellMs) return
    running.toldAt = now
    this.options.feed.push({ type: 'migration', task: running.stored.task })
  }
}
