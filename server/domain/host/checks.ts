import type { HostCheck, LibvirtTls } from '@/server/contract/agent/host'

export interface CheckInput {
  /** Free space where machines are kept, MiB. */
  freeDiskMiB: number
  memoryMiB: number
  flags: readonly string[]
  vendor: string
  /** Names under /sys/module: loaded or built in. */
  modules: readonly string[]
  devKvm: 'opens' | 'missing' | 'denied'
  acceleration: { kvm: boolean; reason: string }
  diskLock: DiskLock
  /** null = no other host could reach its libvirtd. */
  libvirtTls: LibvirtTls | null
}

/** How libvirt keeps a disk in use from being started on a second time. */
export interface DiskLock {
  /** `lock_manager` of qemu.conf; `none` when it is not set. */
  manager: string
  /** The folder of lease files that all hosts share; null = the images themselves are locked. */
  leases: string | null
  /** virtlockd answers. */
  daemon: boolean
  /** libvirtd has not been started since it was set. */
  pending: boolean
}

/** Row 1-01, in MiB of 6 GB and 2 GB; firmware and kernel keep a little of the memory for themselves. */
const minimum = { diskMiB: 5722, memoryMiB: 1907 }

const size = (mib: number): string => (mib >= 1024 ? `${(mib / 1024).toFixed(1)} GiB` : `${mib} MiB`)

const byVendor: Record<string, { extension: string; module: string }> = {
  GenuineIntel: { extension: 'Intel VT-x (flag vmx)', module: 'kvm_intel' },
  AuthenticAMD: { extension: 'AMD-V (flag svm)', module: 'kvm_amd' },
}
const anyVendor = { extension: 'vmx or svm', module: 'kvm_intel or kvm_amd' }

const check = (code: string, source: string, level: HostCheck['level'], text: string, hint = ''): HostCheck => ({
  code,
  source,
  level,
  text,
  hint: level === 'pass' ? '' : hint,
})

type Rule = (input: CheckInput) => HostCheck

const disk: Rule = ({ freeDiskMiB }) => {
  const enough = freeDiskMiB >= minimum.diskMiB
  const text = enough
    ? `${size(freeDiskMiB)} of disk space are free.`
    : `Only ${size(freeDiskMiB)} of disk space are free; a host needs 6 GB, and space for its machines.`
  return check('disk_space', '1-01', enough ? 'pass' : 'fail', text, 'Free or add disk space.')
}

const memory: Rule = ({ memoryMiB }) => {
  const enough = memoryMiB >= minimum.memoryMiB
  const text = enough
    ? `The host has ${size(memoryMiB)} of memory.`
    : `The host has only ${size(memoryMiB)} of memory; it needs 2 GB, and memory for its machines.`
  return check('memory', '1-01', enough ? 'pass' : 'fail', text, 'Add memory.')
}

/** Flags are a hint, the boot of a kernel is the proof: a host whose KVM works without them is only warned about (Z-01). */
const cpuExtension: Rule = ({ flags, acceleration }) => {
  const flag = flags.find((each) => each === 'vmx' || each === 'svm')
  if (flag) return check('cpu_virtualization', '1-02', 'pass', `The processor has virtualization extensions (flag ${flag}).`)
  const text = 'Hardware virtualization: the CPU flags vmx or svm are missing.'
  return check(
    'cpu_virtualization',
    '1-02',
    acceleration.kvm ? 'warn' : 'fail',
    text,
    'See whether the processor has them and whether the firmware turned them off.',
  )
}

const firmware: Rule = ({ flags, vendor, devKvm, acceleration }) => {
  const { extension } = byVendor[vendor] ?? anyVendor
  const inFirmware = `Turn on ${extension} in the BIOS or UEFI setup, then switch the machine fully off and on.`
  const hint = `${inFirmware} In a virtual machine, turn on nested virtualization for it.`
  if (acceleration.kvm) return check('firmware_virtualization', '1-03', 'pass', 'The firmware lets KVM use the virtualization extensions.')
  const present = flags.some((each) => each === 'vmx' || each === 'svm')
  const text =
    present && devKvm !== 'opens'
      ? 'The processor has virtualization extensions, but KVM cannot use them: the firmware may have turned them off.'
      : 'The virtualization extensions are absent or turned off.'
  return check('firmware_virtualization', '1-03', 'warn', text, hint)
}

const module: Rule = ({ modules, vendor, acceleration }) => {
  const wanted = byVendor[vendor] ?? anyVendor
  const found = modules.find((name) => name === 'kvm_intel' || name === 'kvm_amd')
  if (found) return check('kvm_module', '1-04', 'pass', `The kernel module ${found} is present.`)
  const other = modules.filter((name) => name.startsWith('kvm_'))
  const text = other.length > 0 ? `Instead of ${wanted.module} the kernel runs ${other.join(', ')}.` : `The kernel module ${wanted.module} is not loaded.`
  return check('kvm_module', '1-04', acceleration.kvm ? 'warn' : 'fail', text, `Load it: modprobe ${wanted.module.split(' ')[0]}`)
}

const acceleration: Rule = ({ acceleration: { kvm, reason } }) =>
  check(
    'acceleration',
    'kernel-boot',
    kvm ? 'pass' : 'warn',
    reason,
    'Machines work, but slowly. Use a host with working hardware virtualization for real load.',
  )

const lockHint = 'Turn disk locks on here, or run on the host: atrium-agent lock-disks. Machines that run go on.'

/** MK-10: never one machine on two hosts. */
const diskLocks: Rule = ({ diskLock: { manager, leases, daemon, pending } }) => {
  const say = (level: HostCheck['level'], text: string, hint = lockHint): HostCheck => check('disk_locks', 'MK-10', level, text, hint)
  if (manager === 'none') return say('warn', 'Disks in use are not locked: a second host could start a machine on the same disk.')
  if (pending) return say('warn', `Disk locks (${manager}) are set, but libvirtd has not been started since.`, 'Restart libvirtd on the host: machines that run go on.')
  if (manager === 'lockd' && !daemon) return say('fail', 'Disks are to be locked by virtlockd, which does not answer: no machine can start.', 'Start virtlockd on the host.')
  return say('pass', `A disk in use is locked (${manager}${leases ? ` in ${leases}` : ''}): a second start of it is refused.`)
}

/** MK-9: machines come here from other hosts. */
const migrations = ({ libvirtTls }: CheckInput): HostCheck[] => {
  if (!libvirtTls) return []
  const say = (level: HostCheck['level'], text: string, hint = ''): HostCheck[] => [check('libvirt_tls', 'MK-9', level, text, hint)]
  if (libvirtTls.accepts) return say('pass', 'libvirtd takes migrations over TLS.')
  if (libvirtTls.certificate === 'foreign') {
    return say('warn', 'libvirtd has TLS credentials of another authority: other hosts can not send machines here over TLS.', 'Remove them from /etc/libvirt/libvirtd.conf and /etc/pki, if nothing else needs them.')
  }
  return libvirtTls.certificate === 'missing'
    ? say('warn', 'libvirtd has no certificate for migrations yet.', 'The manager gives it one when the host is connected.')
    : say('warn', 'libvirtd does not take migrations over TLS yet (port 16514).', 'Turn it on here, and open the port in the firewall. libvirtd is restarted; machines that run go on.')
}

const rules: readonly Rule[] = [disk, memory, cpuExtension, firmware, module, acceleration, diskLocks]

/** The minimum checks of a host, rows 1-01 to 1-04 of the catalogue, and what really booting a kernel has shown. */
export const hostChecks = (input: CheckInput): HostCheck[] => [...rules.map((rule) => rule(input)), ...migrations(input)]
