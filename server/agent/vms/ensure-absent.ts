import { AppError } from '@/server/domain/error'
import type { Agent, Caller } from '@/server/agent/agent'
import { DomainUndefineFlag } from '@/server/libvirt/flags'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'
import { destroy } from './ensure-stopped'
import { isOurs, onVm, subjectOf } from './on-vm'

const everything =
  DomainUndefineFlag.MANAGED_SAVE |
  DomainUndefineFlag.SNAPSHOTS_METADATA |
  DomainUndefineFlag.CHECKPOINTS_METADATA |
  DomainUndefineFlag.NVRAM |
  DomainUndefineFlag.TPM

/**
 * Not running and not defined; firmware variables, virtual TPM and saved state go too, disks stay. Nothing to do for an
 * unknown machine. Errors: STALE_GENERATION, WRONG_STATE for a machine of another tool, TIMEOUT when QEMU does not end.
 */
export const ensureAbsent = (agent: Agent, caller: Caller, call: { id: string; generation: number }): Promise<Record<string, never>> =>
  onVm(agent, caller, call, 'remove', async (on) => {
    const { reading, libvirt } = on
    if (!reading) return {}
    const { name } = reading.observation
    if (!isOurs(reading, caller)) {
      throw new AppError('WRONG_STATE', `Machine “${name}” was made by another tool and is not removed.`, {
        subject: subjectOf(call.id, name),
        hint: 'Adopt it first.',
        reason: { code: 'external', params: {} },
      })
    }
    if (reading.active) await destroy(on, call.id)
    await libvirt.domain.undefine({ uuid: call.id }, { flags: everything }).catch((error: unknown) => {
      if (!isLibvirtError(error, 'NO_DOMAIN')) throw error
    })
    return {}
  })
