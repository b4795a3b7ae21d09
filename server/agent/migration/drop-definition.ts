import type { Agent, Caller } from '@/server/agent/agent'
import { isOurs, onVm, subjectOf } from '@/server/agent/vms/on-vm'
import { AppError } from '@/server/domain/error'
import { DomainUndefineFlag } from '@/server/libvirt/flags'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'
import { sideOf } from '@/server/domain/migration/outcome'

/** Firmware variables and virtual TPM stay: where they are on shared storage they are the ones that the moved machine uses. */
const keep = DomainUndefineFlag.MANAGED_SAVE | DomainUndefineFlag.SNAPSHOTS_METADATA | DomainUndefineFlag.CHECKPOINTS_METADATA
  | DomainUndefineFlag.KEEP_NVRAM | DomainUndefineFlag.KEEP_TPM

/** Errors: STALE_GENERATION; WRONG_STATE for a machine that runs here or is not ours. */
export const dropDefinition = (agent: Agent, caller: Caller, call: { id: string; generation: number; discardRest: boolean }): Promise<Record<string, never>> =>
  onVm(agent, caller, call, 'remove the old definition of', async ({ libvirt, reading }) => {
    if (!reading || !isOurs(reading, caller)) return {}
    const { name } = reading.observation
    const domain = { uuid: call.id }
    if (reading.active) {
      if (!call.discardRest || sideOf(reading.observation) !== 'rest') {
        throw new AppError('WRONG_STATE', `Machine “${name}” has a process on this host (${reading.observation.state}); its definition stays.`, {
          subject: subjectOf(call.id, name),
        })
      }
      await libvirt.domain.destroy(domain)
    }
    await libvirt.domain.undefine(domain, { flags: keep }).catch((error: unknown) => {
      if (!isLibvirtError(error, 'NO_DOMAIN')) throw error
    })
    return {}
  })
