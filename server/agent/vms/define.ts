import { access, lstat } from 'node:fs/promises'
import type { VmSpec } from '@/server/contract/agent/vm'
import { AppError } from '@/server/domain/error'
import { wantedDomain } from '@/server/domain/vm/xml/definition'
import { accelerator } from '@/server/domain/vm/xml/machine'
import { buildXml } from '@/server/domain/xml/build'
import { parseXml } from '@/server/domain/xml/parse'
import { DomainDefineFlag, DomainXmlFlag } from '@/server/libvirt/flags'
import type { OnVm } from './on-vm'
import { isOurs, subjectOf } from './on-vm'

/** Errors: WRONG_STATE for a machine of another tool: only `adopt` makes it ours. FORBIDDEN for a mark that is not the caller's. */
const refuseExternal = ({ reading, caller }: OnVm, { id, name, instanceId }: VmSpec): void => {
  if (instanceId !== caller.instanceId)
    throw new AppError('FORBIDDEN', `Machine “${name}” would be marked as another manager's.`, { subject: subjectOf(id, name) })
  if (!reading || isOurs(reading, caller)) return
  throw new AppError('WRONG_STATE', `Machine “${name}” was made by another tool.`, {
    subject: subjectOf(id, name),
    hint: 'Adopt it first.',
    reason: { code: 'external', params: {} },
  })
}

/** A saved memory goes on with the definition of its save: another one would belong to no machine that runs. Errors: WRONG_STATE. */
const refuseSaved = ({ reading }: OnVm, { id, name }: VmSpec): void => {
  if (reading?.observation.state !== 'saved') return
  throw new AppError('WRONG_STATE', `Machine “${name}” has saved memory, so its definition stays as it is.`, {
    subject: subjectOf(id, name),
    hint: 'Start it, or discard the saved state first.',
    reason: { code: 'saved_state', params: {} },
  })
}

/** libvirt wants the whole of it, secrets too, to leave out nothing when it comes back. */
const editedXml = async ({ libvirt, agent }: OnVm, spec: VmSpec): Promise<{ before: string; after: string }> => {
  const before = parseXml(await libvirt.domain.xml({ uuid: spec.id }, { flags: DomainXmlFlag.INACTIVE | DomainXmlFlag.SECURE }))
  return { before: buildXml(before), after: buildXml(wantedDomain(before, spec, accelerator(spec.virtType, await agent.facts.kvmWorks()))) }
}

/** Renames a machine that is down; a running one keeps its name until its next start. */
const rename = async ({ libvirt, reading }: OnVm, { id, name }: VmSpec): Promise<void> => {
  if (reading && !reading.active && reading.observation.name !== name) await libvirt.domain.rename({ uuid: id, name: reading.observation.name }, { name })
}

/** The definition equal to the specification. An equal one is not written again. Errors: WRONG_STATE, FORBIDDEN, DUPLICATE, BAD_INPUT. */
export const define = async (on: OnVm, spec: VmSpec): Promise<void> => {
  refuseExternal(on, spec)
  refuseSaved(on, spec)
  if (!on.reading) {
    const xml = buildXml(wantedDomain(null, spec, accelerator(spec.virtType, await on.agent.facts.kvmWorks())))
    await on.libvirt.domain.defineXml({ xml, flags: DomainDefineFlag.VALIDATE })
    return
  }
  await rename(on, spec)
  const { before, after } = await editedXml(on, spec)
  if (before !== after) await on.libvirt.domain.defineXml({ xml: after, flags: DomainDefineFlag.VALIDATE })
}

/** Errors: IMAGE_MISSING with the disk's name, before libvirt says it in its own words. */
export const requireDisks = async (disks: readonly { path: string | null; target: string }[], { id, name }: { id: string; name: string }): Promise<void> => {
  for (const { path, target } of disks) {
    if (path === null) continue
    await access(path).catch((error: unknown) => {
      throw new AppError('IMAGE_MISSING', `The image of disk ${target} of machine “${name}” is missing: ${path}`, {
        subject: subjectOf(id, name),
        cause: { system: 'file', message: String(error) },
      })
    })
  }
}

/** The XML of an existing machine as `spec` says, not defined. */
export const otherXml = async (on: OnVm, spec: VmSpec): Promise<string> => (await editedXml(on, spec)).after

/**
 * What is in the drives, and what is booted, is there: a file itself, or a device. A link could lead to any file of the host.
 * Errors: IMAGE_MISSING.
 */
export const requireMedia = async ({ id, name, hardware: { cdroms, boot } }: VmSpec): Promise<void> => {
  const paths = [...cdroms.map(({ path }) => path), boot.kernel?.path ?? null, boot.kernel?.initrd ?? null]
  for (const path of paths.filter((each) => each !== null)) {
    const found = await lstat(path).catch(() => null)
    if (found?.isFile() || found?.isBlockDevice()) continue
    throw new AppError('IMAGE_MISSING', `What machine “${name}” shall boot or has in its CD drive is ${found ? 'no file' : 'missing'}: ${path}`, {
      subject: subjectOf(id, name), hint: 'Choose another image, or eject it.',
    })
  }
}
