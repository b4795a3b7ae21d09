import type { AppErrorDetail } from '../error'

export interface Finding {
  field: string
  code: string
  params: Record<string, string | number>
  text: string
}

const finding = (field: string, code: string, text: string, params: Finding['params'] = {}): Finding => ({ field, code, params, text })

/** Row 3-34: letters, digits, `_ . -`; not digits only. Length: libvirt's and QEMU's file names allow 255, we keep 64 for readable lists. */
export function checkVmName(name: string): Finding | null {
  if (name.length === 0) return finding('name', 'name_empty', 'Give the machine a name.')
  if (name.length > 64) return finding('name', 'name_long', `The name has ${name.length} characters; 64 are allowed.`, { length: name.length, max: 64 })
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) return finding('name', 'name_characters', `The name "${name}" may hold only letters, digits, "_", "." and "-".`, { name })
  if (/^[0-9]+$/.test(name)) return finding('name', 'name_digits', `The name "${name}" must not be digits only.`, { name })
  // "." and ".." are no file names, and a leading "-" or "." reads as an option or a hidden file in every tool that gets the name.
  if (/^[.-]/.test(name)) return finding('name', 'name_start', `The name "${name}" must begin with a letter, a digit or "_".`, { name })
  return null
}

/** `limitMiB` = memory of the largest host that is Up in the cluster; null = unknown, then only the lower bound is checked. */
export function checkMemory(memoryMiB: number, limitMiB: number | null): Finding | null {
  if (!Number.isInteger(memoryMiB)) return finding('memoryMiB', 'memory_number', 'Memory must be a whole number of MiB.')
  if (memoryMiB < 1) return finding('memoryMiB', 'memory_small', 'Memory must be at least 1 MiB.', { min: 1 })
  if (limitMiB !== null && memoryMiB > limitMiB) {
    return finding('memoryMiB', 'memory_large', `${memoryMiB} MiB is more than the largest host of the cluster has (${limitMiB} MiB).`, { memoryMiB, limitMiB })
  }
  return null
}

/** Row 3-30: no more vCPUs than logical processors of the host. */
export function checkVcpus(vcpus: number, limit: number | null): Finding | null {
  if (!Number.isInteger(vcpus)) return finding('vcpus', 'vcpus_number', 'vCPUs must be a whole number.')
  if (vcpus < 1) return finding('vcpus', 'vcpus_small', 'A machine needs at least 1 vCPU.', { min: 1 })
  if (limit !== null && vcpus > limit) return finding('vcpus', 'vcpus_large', `${vcpus} vCPUs are more than the largest host of the cluster has processors (${limit}).`, { vcpus, limit })
  return null
}

export interface HardwareLimits {
  memoryMiB: number | null
  cpuCount: number | null
}

/** All findings about a new or edited machine that need no database. Duplicates are found by the unique index. */
export function checkVm(vm: { name?: string; memoryMiB?: number; vcpus?: number }, limits: HardwareLimits): Finding[] {
  return [
    vm.name === undefined ? null : checkVmName(vm.name),
    vm.memoryMiB === undefined ? null : checkMemory(vm.memoryMiB, limits.memoryMiB),
    vm.vcpus === undefined ? null : checkVcpus(vm.vcpus, limits.cpuCount),
  ].filter(f => f !== null)
}

/** Form in which a finding leaves through AppError. */
export const findingDetail = (f: Finding, vmName?: string): AppErrorDetail => ({
  field: f.field,
  reason: { code: f.code, params: f.params },
  ...(vmName ? { subject: { type: 'vm', name: vmName } } : {}),
})
