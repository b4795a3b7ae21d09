import type { VmObservation, VmSpec } from '@/server/contract/agent/vm'
import { DomainStartFlag } from '@/server/libvirt/flags'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'
import type { Agent, Caller } from '@/server/agent/agent'
import { define, requireDisks } from './define'
import { isOurs, observe, onVm } from './on-vm'
import type { OnVm } from './on-vm'

/** A start with many or slow disks, or with memory that must be allocated first. */
const startMs = 120_000

/** libvirt itself never starts a machine twice; that somebody was faster is as good as having started it. */
const start = async ({ libvirt }: OnVm, id: string, paused: boolean): Promise<void> => {
  try {
    await libvirt.domain.create({ uuid: id }, { flags: paused ? DomainStartFlag.PAUSED : 0 }, { timeoutMs: startMs })
  } catch (error) {
    if (!isLibvirtError(error, 'OPERATION_INVALID') || !(await libvirt.domain.isActive({ uuid: id }))) throw error
  }
}

/**
 * Defined and running, or paused when `paused`. A machine that already runs is left alone; one of another tool is started
 * as that tool defined it. Errors: STALE_GENERATION, IMAGE_MISSING, IMAGE_DAMAGED, IN_USE, DUPLICATE, BAD_INPUT, LIBVIRT.
 */
export const ensureRunning = (agent: Agent, caller: Caller, { spec, paused }: { spec: VmSpec; paused: boolean }): Promise<VmObservation> =>
  onVm(agent, caller, spec, 'start', async (on) => {
    const { reading } = on
    // A machine that crashed and was kept for a look has a process, but no life.
    const stuck = reading?.active && reading.observation.state === 'crashed'
    if (reading?.active && !stuck) return reading.observation
    const external = reading && !isOurs(reading, caller)
    await requireDisks(external ? reading.view.disks : spec.disks, spec)
    if (stuck) await on.libvirt.domain.destroy({ uuid: spec.id })
    if (!external) await define(on, spec)
    await start(on, spec.id, paused)
    return observe(on, spec.id)
  })
