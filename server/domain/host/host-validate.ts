import type { HostCheck } from '@/server/contract/agent/host'

/** What each check of `virt-host-validate` means, passed and not passed. Its own wording is kept as the hint. */
const plain: { pattern: RegExp; code: string; pass: string; not: string }[] = [
  {
    pattern: /hardware virtualization/,
    code: 'hardware_virtualization',
    pass: 'Hardware virtualization is present.',
    not: 'The processor offers no hardware virtualization: machines run in software emulation.',
  },
  { pattern: /\/dev\/kvm exists/, code: 'dev_kvm', pass: 'The device /dev/kvm exists.', not: 'The device /dev/kvm is missing: the KVM module is not loaded.' },
  {
    pattern: /\/dev\/kvm is accessible/,
    code: 'dev_kvm_access',
    pass: 'The device /dev/kvm can be opened.',
    not: 'The device /dev/kvm cannot be opened by this user.',
  },
  {
    pattern: /\/dev\/vhost-net/,
    code: 'vhost_net',
    pass: 'Network traffic of machines is handled by the kernel (vhost-net).',
    not: 'Network traffic of machines goes through QEMU, which is slower: vhost-net is missing.',
  },
  {
    pattern: /\/dev\/net\/tun/,
    code: 'tun',
    pass: 'Machines can be connected to networks (/dev/net/tun).',
    not: 'Machines cannot be connected to networks: /dev/net/tun is missing.',
  },
  {
    pattern: /cgroup 'memory'/,
    code: 'cgroup_memory',
    pass: 'Memory of machines can be limited.',
    not: 'Memory of machines cannot be limited: the memory cgroup is missing.',
  },
  {
    pattern: /cgroup 'devices'/,
    code: 'cgroup_devices',
    pass: 'Devices that machines may open can be limited.',
    not: 'Devices that machines may open cannot be limited: the devices cgroup is missing.',
  },
  {
    pattern: /cgroup 'cpuset'/,
    code: 'cgroup_cpuset',
    pass: 'Machines can be bound to processors.',
    not: 'Machines cannot be bound to processors: the cpuset cgroup is missing.',
  },
  {
    pattern: /cgroup 'cpuacct'/,
    code: 'cgroup_cpuacct',
    pass: 'Processor time of machines is counted.',
    not: 'Processor time of machines is not counted: the cpuacct cgroup is missing.',
  },
  {
    pattern: /cgroup 'cpu'/,
    code: 'cgroup_cpu',
    pass: 'Processor time can be shared out between machines.',
    not: 'Processor time cannot be shared out between machines: the cpu cgroup is missing.',
  },
  {
    pattern: /cgroup 'blkio'/,
    code: 'cgroup_blkio',
    pass: 'Disk traffic of machines can be limited.',
    not: 'Disk traffic of machines cannot be limited: the blkio cgroup is missing.',
  },
  {
    pattern: /IOMMU is enabled/,
    code: 'iommu_kernel',
    pass: 'The kernel uses the IOMMU.',
    not: 'The kernel does not use the IOMMU: no PCI device can be given to a machine.',
  },
  {
    pattern: /IOMMU support/,
    code: 'iommu',
    pass: 'PCI devices can be given to machines (IOMMU).',
    not: 'PCI devices cannot be given to machines: no IOMMU was found.',
  },
  { pattern: /secure guest/i, code: 'secure_guest', pass: 'Memory of machines can be encrypted.', not: 'Memory of machines cannot be encrypted on this host.' },
]

/** Code of the page's words. */
const validateWord = (check: string, passed: boolean): string => `${check}_${passed ? 'ok' : 'not'}`

/** Every code that parseHostValidate gives words by. */
export const validateWords: string[] = plain.flatMap(({ code }) => [validateWord(code, true), validateWord(code, false)])

const levels: Record<string, HostCheck['level']> = { PASS: 'pass', WARN: 'warn', NOTE: 'warn', FAIL: 'fail' }

const ansi = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')

/** Output of `virt-host-validate qemu` in plain words. A check this table does not know is passed on as it is. */
export const parseHostValidate = (output: string): HostCheck[] =>
  output
    .replace(ansi, '')
    .split('\n')
    .flatMap((line) => {
      const match = /^\s*\w+:\s+Checking (?:for|if) (.+?)\s+: (PASS|WARN|FAIL|NOTE)(?: \((.*)\))?\s*$/.exec(line)
      if (!match) return []
      const [, what = '', word = '', remark = ''] = match
      const level = levels[word] ?? 'warn'
      const known = plain.find(({ pattern }) => pattern.test(what))
      const text = known ? (level === 'pass' ? known.pass : known.not) : `${what}: ${level === 'pass' ? 'yes' : 'no'}.`
      const reason = known ? { reason: { code: validateWord(known.code, level === 'pass'), params: {} } } : {}
      return [{ code: `validate_${known?.code ?? slug(what)}`, source: 'virt-host-validate', level, text, ...reason, hint: level === 'pass' ? '' : remark }]
    })
