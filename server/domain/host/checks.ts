import type { Wording } from '@/server/contract/api/common'
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
  acceleration: { kvm: boolean; reason: string; wording?: Wording | undefined }
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

const byVendor: Record<string, { extension: string; module: string; vendor: string }> = {
  GenuineIntel: { extension: 'Intel VT-x (flag vmx)', module: 'kvm_intel', vendor: 'intel' },
  AuthenticAMD: { extension: 'AMD-V (flag svm)', module: 'kvm_amd', vendor: 'amd' },
}
const anyVendor = { extension: 'vmx or svm', module: 'kvm_intel or kvm_amd', vendor: 'any' }

interface Said {
  text: string
  /** Absent where an older finding is kept. */
  reason?: Wording | undefined
}

/** A sentence with its words for the page. */
const said = (text: string, code: string, params: Wording['params'] = {}): Said => ({ text, reason: { code, params } })

const check = (name: string, source: string, level: HostCheck['level'], { text, reason }: Said, hint?: Said): HostCheck => ({
  code: name,
  source,
  level,
  text,
  reason,
  ...(level === 'pass' || !hint ? { hint: '' } : { hint: hint.text, hintReason: hint.reason }),
})

type Rule = (input: CheckInput) => HostCheck

const disk: Rule = ({ freeDiskMiB }) => {
  const enough = freeDiskMiB >= minimum.diskMiB
  const free = size(freeDiskMiB)
  const text = enough
    ? said(`${free} of disk space are free.`, 'host_disk_free', { free })
    : said(`Only ${free} of disk space are free; a host needs 6 GB, and space for its machines.`, 'host_disk_short', { free })
  return check('disk_space', '1-01', enough ? 'pass' : 'fail', text, said('Free or add disk space.', 'hint_add_disk'))
}

const memory: Rule = ({ memoryMiB }) => {
  const enough = memoryMiB >= minimum.memoryMiB
  const total = size(memoryMiB)
  const text = enough
    ? said(`The host has ${total} of memory.`, 'host_memory_has', { total })
    : said(`The host has only ${total} of memory; it needs 2 GB, and memory for its machines.`, 'host_memory_short', { total })
  return check('memory', '1-01', enough ? 'pass' : 'fail', text, said('Add memory.', 'hint_add_memory'))
}

/** Flags are a hint, the boot of a kernel is the proof: a host whose KVM works without them is only warned about (Z-01). */
const cpuExtension: Rule = ({ flags, acceleration }) => {
  const flag = flags.find((each) => each === 'vmx' || each === 'svm')
  if (flag) return check('cpu_virtualization', '1-02', 'pass', said(`The processor has virtualization extensions (flag ${flag}).`, 'cpu_extensions', { flag }))
  return check(
    'cpu_virtualization',
    '1-02',
    acceleration.kvm ? 'warn' : 'fail',
    said('Hardware virtualization: the CPU flags vmx or svm are missing.', 'cpu_no_extensions'),
    said('See whether the processor has them and whether the firmware turned them off.', 'hint_cpu_extensions'),
  )
}

const firmware: Rule = ({ flags, vendor: found, devKvm, acceleration }) => {
  const say = (level: HostCheck['level'], text: Said, hint?: Said) => check('firmware_virtualization', '1-03', level, text, hint)
  if (acceleration.kvm) return say('pass', said('The firmware lets KVM use the virtualization extensions.', 'firmware_lets_kvm'))
  const { extension, vendor } = byVendor[found] ?? anyVendor
  const hint = `Turn on ${extension} in the BIOS or UEFI setup, then switch the machine fully off and on. In a virtual machine, turn on nested virtualization for it.`
  const present = flags.some((each) => each === 'vmx' || each === 'svm')
  const text =
    present && devKvm !== 'opens'
      ? said('The processor has virtualization extensions, but KVM cannot use them: the firmware may have turned them off.', 'firmware_may_block')
      : said('The virtualization extensions are absent or turned off.', 'firmware_off')
  return say('warn', text, said(hint, 'hint_firmware', { vendor }))
}

const module: Rule = ({ modules, vendor, acceleration }) => {
  const wanted = byVendor[vendor] ?? anyVendor
  const found = modules.find((name) => name === 'kvm_intel' || name === 'kvm_amd')
  if (found) return check('kvm_module', '1-04', 'pass', said(`The kernel module ${found} is present.`, 'module_present', { module: found }))
  const others = modules.filter((name) => name.startsWith('kvm_')).join(', ')
  const params = { vendor: wanted.vendor }
  const text = others
    ? said(`Instead of ${wanted.module} the kernel runs ${others}.`, 'module_other', { ...params, others })
    : said(`The kernel module ${wanted.module} is not loaded.`, 'module_missing', params)
  const [first = ''] = wanted.module.split(' ')
  return check('kvm_module', '1-04', acceleration.kvm ? 'warn' : 'fail', text, said(`Load it: modprobe ${first}`, 'hint_modprobe', { module: first }))
}

const acceleration: Rule = ({ acceleration: { kvm, reason, wording } }) => {
  const slow = said('Machines work, but slowly. Use a host with working hardware virtualization for real load.', 'hint_emulation')
  return check('acceleration', 'kernel-boot', kvm ? 'pass' : 'warn', { text: reason, reason: wording }, slow)
}

const lockHint = said('Turn disk locks on here, or run on the host: atrium-agent lock-disks. Machines that run go on.', 'hint_lock_disks')

/** MK-10: never one machine on two hosts. */
const diskLocks: Rule = ({ diskLock: { manager, leases, daemon, pending } }) => {
  const say = (level: HostCheck['level'], text: Said, hint = lockHint): HostCheck => check('disk_locks', 'MK-10', level, text, hint)
  if (manager === 'none') return say('warn', said('Disks in use are not locked: a second host could start a machine on the same disk.', 'locks_none'))
  if (pending) {
    const text = said(`Disk locks (${manager}) are set, but libvirtd has not been started since.`, 'locks_pending', { manager })
    return say('warn', text, said('Restart libvirtd on the host: machines that run go on.', 'hint_restart_libvirtd'))
  }
  if (manager === 'lockd' && !daemon) {
    const text = said('Disks are to be locked by virtlockd, which does not answer: no machine can start.', 'locks_deaf')
    return say('fail', text, said('Start virtlockd on the host.', 'hint_start_virtlockd'))
  }
  const how = leases ? said(`A disk in use is locked (${manager} in ${leases}): a second start of it is refused.`, 'locks_leases', { manager, leases })
    : said(`A disk in use is locked (${manager}): a second start of it is refused.`, 'locks_on', { manager })
  return say('pass', how)
}

/** MK-9: machines come here from other hosts. */
const migrations = ({ libvirtTls }: CheckInput): HostCheck[] => {
  if (!libvirtTls) return []
  const say = (level: HostCheck['level'], text: Said, hint?: Said): HostCheck[] => [check('libvirt_tls', 'MK-9', level, text, hint)]
  if (libvirtTls.accepts) return say('pass', said('libvirtd takes migrations over TLS.', 'listener_on'))
  if (libvirtTls.certificate === 'foreign') {
    const text = said('libvirtd has TLS credentials of another authority: other hosts can not send machines here over TLS.', 'listener_foreign')
    return say('warn', text, said('Remove them from /etc/libvirt/libvirtd.conf and /etc/pki, if nothing else needs them.', 'hint_foreign_tls'))
  }
  if (libvirtTls.certificate === 'missing') {
    const text = said('libvirtd has no certificate for migrations yet.', 'listener_no_certificate')
    return say('warn', text, said('The manager gives it one when the host is connected.', 'hint_certificate'))
  }
  const hint = 'Turn it on here, and open the port in the firewall. libvirtd is restarted; machines that run go on.'
  return say('warn', said('libvirtd does not take migrations over TLS yet (port 16514).', 'listener_off'), said(hint, 'hint_listener'))
}

const rules: readonly Rule[] = [disk, memory, cpuExtension, firmware, module, acceleration, diskLocks]

/** The minimum checks of a host, rows 1-01 to 1-04 of the catalogue, and what really booting a kernel has shown. */
export const hostChecks = (input: CheckInput): HostCheck[] => [...rules.map((rule) => rule(input)), ...migrations(input)]
