import { readdir, readFile } from 'node:fs/promises'
import { arch, hostname, release } from 'node:os'
import type { HostCheck, HostFacts } from '@/server/contract/agent/host'
import { parseDomainCapabilities, parseMachines } from '@/server/domain/host/capabilities'
import { parseCpuInfo } from '@/server/domain/host/cpuinfo'
import { parseHostValidate } from '@/server/domain/host/host-validate'
import { parseOsRelease } from '@/server/domain/host/lists'
import type { Supervisor } from '@/server/libvirt/facade/supervisor'
import { version } from '@/server/agent/version'
import { askCapabilities } from './domain-capabilities'
import { run } from './run'

/** What does not change while the host runs. */
export type StaticFacts = Pick<HostFacts, 'hostname' | 'os' | 'kernel' | 'cpu' | 'qemuVersion' | 'agentVersion' | 'nestedVirtualization'> & {
  validate: HostCheck[]
  modules: string[]
}

/** What libvirt tells about itself and its hypervisor; empty while it does not answer. */
export type LibvirtFacts = Pick<HostFacts, 'libvirtVersion' | 'machines' | 'cpuModels' | 'firmwares' | 'capabilities'>

const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '')

/** `7.2.22` from “QEMU emulator version 7.2.22 (Debian …)”; empty when there is no QEMU. */
export const qemuVersion = async (emulator: string): Promise<string> => /version (\S+)/.exec((await run(emulator, ['--version'])).stdout)?.[1] ?? ''

const nested = async (): Promise<boolean> => {
  const values = await Promise.all(['kvm_intel', 'kvm_amd'].map((module) => read(`/sys/module/${module}/parameters/nested`)))
  return values.some((value) => /^[Y1]/.test(value))
}

const archNames: Record<string, string> = { x64: 'x86_64', arm64: 'aarch64' }

export const readStaticFacts = async (emulator: string): Promise<StaticFacts> => {
  const [cpuinfo, osRelease, qemu, validate, modules, nestedVirtualization] = await Promise.all([
    read('/proc/cpuinfo'),
    read('/etc/os-release'),
    qemuVersion(emulator),
    // Some of its checks ask the firmware, which can take seconds.
    run('virt-host-validate', ['qemu'], 10_000),
    readdir('/sys/module').catch(() => []),
    nested(),
  ])
  return {
    hostname: hostname(),
    os: parseOsRelease(osRelease),
    kernel: release(),
    cpu: { ...parseCpuInfo(cpuinfo), arch: archNames[arch()] ?? arch() },
    qemuVersion: qemu,
    agentVersion: version,
    nestedVirtualization,
    validate: parseHostValidate(validate.stdout),
    modules: modules.filter((name) => name.startsWith('kvm')),
  }
}

export const noLibvirtFacts: LibvirtFacts = { libvirtVersion: '', machines: [], cpuModels: [], firmwares: ['bios'], capabilities: [] }

/** Asks by the side connection: libvirt's first answer about QEMU takes seconds, for it starts every QEMU there is. */
export const readLibvirtFacts = async (side: Supervisor, kvm: boolean): Promise<LibvirtFacts> => {
  const libvirt = side.current
  if (!libvirt) return noLibvirtFacts
  const [libvirtVersion, capabilities] = await Promise.all([libvirt.host.libvirtVersion(), libvirt.host.capabilities()])
  const asked = await askCapabilities(libvirt, capabilities)
  const ordinary = asked.find(({ arch, machine, virtType }) => arch === 'x86_64' && machine === 'q35' && virtType === (kvm ? 'kvm' : 'qemu'))
  return {
    libvirtVersion,
    machines: parseMachines(capabilities),
    ...parseDomainCapabilities(ordinary?.xml ?? '<domainCapabilities/>'),
    capabilities: asked.map(({ arch, machine, virtType, offers }) => ({ arch, machine, virtType, offers })),
  }
}
