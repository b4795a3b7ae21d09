import type { Agent, Caller } from '@/server/agent/agent'
import { DomainRebootFlag } from '@/server/libvirt/flags'
import { onceOnVm } from './once-on-vm'
import type { OnceRequest } from './once-on-vm'
import { answerMs } from './request-shutdown'

const flagOf = { agent: DomainRebootFlag.GUEST_AGENT, acpi: DomainRebootFlag.ACPI_POWER_BTN }

/** Asks the guest, once per step, to reboot itself. Errors: as of onceOnVm; TIMEOUT when the guest agent does not answer. */
export const reboot = (agent: Agent, caller: Caller, request: OnceRequest & { method: 'agent' | 'acpi' }): Promise<Record<string, never>> =>
  onceOnVm(agent, caller, request, {
    doing: 'reboot',
    done: 'rebooted',
    from: ['running'],
    act: (libvirt, id) => libvirt.domain.reboot({ uuid: id }, { flags: flagOf[request.method] }, { timeoutMs: answerMs }),
  })
