import type { Agent, Caller } from '@/server/agent/agent'
import { isOurs, onVm, subjectOf } from '@/server/agent/vms/on-vm'
import type { OnVm } from '@/server/agent/vms/on-vm'
import { AppError } from '@/server/domain/error'
import { sideOf } from '@/server/domain/migration/outcome'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { DomainUndefineFlag } from '@/server/libvirt/flags'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'

/** Firmware variables and virtual TPM stay: where they are on shared storage they are the ones that the moved machine uses. */
const keep = DomainUndefineFlag.MANAGED_SAVE | DomainUndefineFlag.SNAPSHOTS_METADATA | DomainUndefineFlag.CHECKPOINTS_METADATA
  | DomainUndefineFlag.KEEP_NVRAM | DomainUndefineFlag.KEEP_TPM

/** Memory that arrives looks like memory that has left; only libvirt's job tells them apart. What can't be read counts as work. */
const atWork = (libvirt: Libvirt, uuid: string): Promise<boolean> => libvirt.domain.jobStats({ uuid }).then(({ type }) => type !== 'none', () => true)

type Call = { id: string; generation: number; discardRest: boolean }

/** Why it stays; null when it is gone. */
async function drop({ libvirt, reading, caller }: OnVm, { id, discardRest }: Call): Promise<AppError | null> {
  if (!reading || !isOurs(reading, caller)) return null
  const { name, state } = reading.observation
  const domain = { uuid: id }
  if (reading.active) {
    if (!discardRest || sideOf(reading.observation) !== 'rest' || (await atWork(libvirt, id))) {
      return new AppError('WRONG_STATE', `Machine “${name}” has a process on this host (${state}); its definition stays.`, { subject: subjectOf(id, name) })
    }
    await libvirt.domain.destroy(domain)
  }
  await libvirt.domain.undefine(domain, { flags: keep }).catch((error: unknown) => {
    if (!isLibvirtError(error, 'NO_DOMAIN')) throw error
  })
  return null
}

/** Errors: STALE_GENERATION; WRONG_STATE for a machine that runs here, or is just arriving. */
export async function dropDefinition(agent: Agent, caller: Caller, call: Call): Promise<Record<string, never>> {
  // Not thrown inside: nothing was tried, so there is nothing to read again and to tell.
  const refusal = await onVm(agent, caller, call, 'remove the old definition of', on => drop(on, call))
  if (refusal) throw refusal
  return {}
}
