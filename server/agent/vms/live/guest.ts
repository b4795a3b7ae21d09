import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningMachine } from '@/server/contract/agent/vm'
import type { Difference } from '@/server/domain/vm/live/difference'
import { toUnplug, withMedium } from '@/server/domain/vm/live/elements'
import { grown } from '@/server/domain/vm/live/memory'
import type { LiveReason } from '@/server/domain/vm/live/outcome'
import { buildXml } from '@/server/domain/xml/build'
import { DeviceModifyFlag, MemoryFlag, VcpuFlag } from '@/server/libvirt/flags'
import type { Agent } from '@/server/agent/agent'
import { plug } from './at-once'
import type { Change } from './at-once'
import { noting } from './refusal'

export interface Asking {
  agent: Agent
  change: Change
  force: boolean
  guestMs: number
}

/** libvirt waits five seconds for each vCPU, and up to ten for a tray. */
const slowMs = 120_000

const busy = (): LiveReason => ({ code: 'guest_busy', params: {}, text: 'The guest is busy and has refused.' })

/**
 * Asks the guest to let go of devices, all at once, and waits until each has answered or the time is over. What libvirt tells comes by event; the
 * listener is there before the question.
 */
const unplug = async ({ agent, change: { libvirt, spec, live }, guestMs }: Asking, wishes: readonly Difference[], refusals: Map<string, LiveReason>): Promise<void> => {
  const asked = new Map(wishes.flatMap(({ field }) => {
    const alias = toUnplug(field, live, spec)
    return alias === null ? [] : [[alias, field] as const]
  }))
  const over = new AbortController()
  const answered = (alias: string): void => {
    if (asked.delete(alias) && asked.size === 0) over.abort()
  }
  const unlisten = await agent.libvirt.listen(['device-removed', 'device-removal-failed'], (event) => {
    const field = event.domain.uuid === spec.id ? asked.get(event.alias) : undefined
    if (field !== undefined && event.kind === 'device-removal-failed') refusals.set(field, busy())
    if (field !== undefined) answered(event.alias)
  })
  try {
    for (const [alias, field] of [...asked]) {
      await noting([field], refusals, () => libvirt.domain.detachDeviceAlias({ uuid: spec.id }, { alias, flags: DeviceModifyFlag.LIVE }, { timeoutMs: slowMs }))
      const refusal = refusals.get(field)
      // Asked before and not answered yet: that question still stands.
      if (refusal?.code === 'guest_silent') refusals.delete(field)
      else if (refusal) answered(alias)
    }
    if (asked.size > 0) await sleep(guestMs, undefined, { signal: over.signal }).catch(() => undefined)
  } finally {
    await unlisten()
  }
}

const insert = async ({ change: { libvirt, spec, live }, force }: Asking, { device }: Difference): Promise<void> => {
  const drive = [...spec.hardware.cdroms, ...spec.hardware.floppies].find(({ target }) => target === device)
  const wanted = drive && withMedium(drive.target, live, drive.path)
  if (wanted) await libvirt.domain.updateDevice({ uuid: spec.id }, { xml: buildXml(wanted), flags: DeviceModifyFlag.LIVE | (force ? DeviceModifyFlag.FORCE : 0) }, { timeoutMs: slowMs })
}

const lookAgainMs = 250

/** The balloon moves as the guest's driver moves it. libvirt counts modules as memory. */
const balloon = async ({ agent, change: { libvirt, spec }, guestMs }: Asking, { next }: Difference): Promise<void> => {
  const plugged = (running: RunningMachine) => running.hardware.memory.devices.reduce((sum, { sizeMiB }) => sum + sizeMiB, 0)
  const now = async () => {
    const running = (await agent.machines.read(libvirt, spec.id))?.observation.running
    return running && grown(running, spec)
  }
  const before = await now()
  if (!before) return
  await libvirt.domain.setMemory({ uuid: spec.id }, { memoryKiB: (Number(next) + plugged(before)) * 1024, flags: MemoryFlag.LIVE })
  for (const until = Date.now() + guestMs; Date.now() < until; await sleep(lookAgainMs)) {
    const running = await now()
    if (!running || running.hardware.memory.currentMiB === next) return
  }
}

/** Everything that the guest must agree to. It holds nobody's turn: a guest that does not answer must not keep anyone from forcing it off. */
export const changeWithGuest = async (asking: Asking, found: readonly Difference[], refusals: Map<string, LiveReason>): Promise<void> => {
  const { change } = asking
  const { libvirt, spec, running } = change
  const of = (...kinds: Difference['deed']['kind'][]) => found.filter(({ deed }) => kinds.includes(deed.kind))
  const pulled = of('unplug', 'replug')
  if (pulled.length > 0) await unplug(asking, pulled, refusals)
  for (const one of of('replug')) if (!refusals.has(one.field)) await noting([one.field], refusals, () => plug(change, { ...one, field: one.field.split('.').slice(0, 2).join('.') }))
  for (const one of of('media')) await noting([one.field], refusals, () => insert(asking, one))
  for (const one of of('balloon')) await noting([one.field], refusals, () => balloon(asking, one))
  if (spec.vcpus < running.vcpus) {
    for (const { field } of of('vcpus')) await noting([field], refusals, () => libvirt.domain.setVcpus({ uuid: spec.id }, { vcpus: spec.vcpus, flags: VcpuFlag.LIVE }, { timeoutMs: slowMs }))
  }
}
