import type { Disk, Nic, Vm } from '@/server/contract/api/vm'
import type { HardwareWish } from '@/server/domain/vm/hardware/check'
import { checkHardware } from '@/server/domain/vm/hardware/check'
import { resolveHardware } from '@/server/domain/vm/hardware/resolve'
import { retargeted } from '@/server/domain/vm/hardware/target'
import type { Finding } from '@/server/domain/vm/validate'
import { isWithin, valueAt, withValue } from './path'

/** What of a machine the hardware's dialogs edit. Disks and cards are named by their id in paths. */
export interface Draft {
  memoryMiB: number
  vcpus: number
  virtType: Vm['virtType']
  firmware: Vm['firmware']
  hardware: Vm['hardware']
  disks: readonly Disk[]
  nics: readonly Nic[]
}

export const draftOf = ({ memoryMiB, vcpus, virtType, firmware, hardware, disks, nics }: Vm): Draft => ({ memoryMiB, vcpus, virtType, firmware, hardware, disks, nics })

/** The values that a dialog edits, by path. */
export type Values = Record<string, unknown>

export const valuesAt = (draft: Draft, paths: readonly string[]): Values => Object.fromEntries(paths.map(path => [path, valueAt(draft, path)]))
export const withValues = (draft: Draft, values: Values): Draft => Object.entries(values).reduce((result, [path, value]) => withValue(result, path, value), draft)

const wishOf = (draft: Draft, before: Draft): HardwareWish => ({
  ...draft,
  disks: retargeted(draft.disks, draft.hardware.cdroms, ({ id, bus }) => before.disks.find(disk => disk.id === id)?.bus !== bus),
})

/** What contradicts itself in the edited machine, by the server's own rules; disks and cards by id. */
export const contradictions = (draft: Draft, before: Draft): Finding[] =>
  checkHardware(wishOf(draft, before)).map(finding => ({
    ...finding,
    field: finding.field.replace(/^(disks|nics)\.(\d+)(?=\.)/, (_, list: 'disks' | 'nics', at: string) => `${list}.${draft[list][Number(at)]?.id}`),
  }))

/** What each "automatic" comes to on a host that runs the machine by `runBy`. */
export const resolved = (draft: Draft, runBy: 'kvm' | 'qemu'): Draft => ({
  ...draft,
  hardware: resolveHardware(draft.hardware, {
    runBy,
    memoryMiB: draft.memoryMiB,
    vcpus: draft.vcpus,
    firmware: draft.firmware,
    ide: draft.disks.some(({ bus }) => bus === 'ide'),
    ordered: [...draft.disks, ...draft.nics].some(({ options }) => options.bootOrder !== null),
  }),
})

/** What PATCH /vms/{id} wants for the changed values: nested as the machine is, disks and cards with their ids. */
export function patchOf(changed: Values): object {
  const patch: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(changed)) {
    const [, list, id = '', rest = ''] = /^(disks|nics)\.([^.]+)\.(.+)$/.exec(path) ?? []
    if (list === undefined) put(patch, path.split('.'), value)
    else {
      const entries = (patch[list] ??= []) as Record<string, unknown>[]
      const entry = entries.find(each => each.id === id) ?? { id }
      if (!entries.includes(entry)) entries.push(entry)
      put(entry, rest.split('.'), value)
    }
  }
  return patch
}

function put(target: Record<string, unknown>, [name = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) target[name] = value
  else put((target[name] ??= {}) as Record<string, unknown>, rest, value)
}

/** Findings that no field of a dialog can show at its own place. */
export const elsewhere = (findings: readonly Finding[], paths: readonly string[]): Finding[] =>
  findings.filter(({ field }) => !paths.some(path => isWithin(field, path)))

/** What “automatic” comes to at a path of the resolved machine: of a named model its name. */
export const usualAt = (usual: Draft, path: string): unknown =>
  path === 'hardware.cpu.mode' && usual.hardware.cpu.mode === 'custom' ? usual.hardware.cpu.model : valueAt(usual, path)
