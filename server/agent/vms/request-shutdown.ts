import type { Agent, Caller } from '@/server/agent/agent'
import { DomainShutdownFlag } from '@/server/libvirt/flags'
import { onceOnVm } from './once-on-vm'
import type { OnceRequest } from './once-on-vm'

const flagOf = { agent: DomainShutdownFlag.GUEST_AGENT, acpi: DomainShutdownFlag.ACPI_POWER_BTN }

/** A guest agent that is connected but mute is given up after this time. */
export const answerMs = 15_000

/**
 * Asks the guest, once per step, to switch itself off; returns as soon as it is asked, and the guest may ignore it.
 * Nothing to do when the machine is down. Errors: as of onceOnVm; TIMEOUT when the guest agent does not answer.
 */
export const requestShutdown = (agent: Agent, caller: Caller, request: OnceRequest & { method: 'agent' | 'acpi' }): Promise<Record<string, never>> =>
  onceOnVm(agent, caller, request, {
    doing: 'shut down',
    done: 'shut down',
    from: ['running', 'shutting_down'],
    already: ['down'],
    act: (libvirt, id) => libvirt.domain.shutdown({ uuid: id }, { flags: flagOf[request.method] }, { timeoutMs: answerMs }),
  })
