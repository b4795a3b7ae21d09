import type { DomainCapabilities } from '@/server/contract/agent/capabilities'
import type { HostFacts } from '@/server/contract/agent/host'
import { everyQemuDevice } from '@/server/domain/capability/qemu-devices'

const offers: DomainCapabilities['offers'] = {
  firmware: ['bios', 'efi'],
  secureBoot: ['yes', 'no'],
  cpuMode: ['host-passthrough', 'maximum', 'host-model', 'custom'],
  diskBus: ['ide', 'fdc', 'scsi', 'virtio', 'usb', 'sata'],
  graphics: ['vnc', 'spice'],
  video: ['vga', 'cirrus', 'qxl', 'virtio', 'none', 'bochs'],
  hostDevice: ['usb', 'pci', 'scsi'],
  passthrough: ['vfio'],
  rng: ['random', 'egd', 'builtin'],
  filesystem: ['path', 'handle', 'virtiofs'],
  tpmModel: ['tpm-tis', 'tpm-crb'],
  tpmBackend: ['passthrough', 'emulator'],
  tpmVersion: ['1.2', '2.0'],
  redirection: ['usb'],
  hyperV: ['relaxed', 'vapic', 'spinlocks', 'vpindex', 'runtime', 'synic', 'stimer', 'reset', 'vendor_id', 'frequencies', 'tlbflush', 'ipi'],
  channel: ['pty', 'unix', 'spicevmc'],
  device: everyQemuDevice,
}
const simulatedCapabilities = (['q35', 'pc'] as const).flatMap((machine) => (['qemu', 'kvm'] as const).map((virtType) => ({ arch: 'x86_64', machine, virtType, offers })))

/** A modest host. Tests change what they need. */
export const simulatedFacts = (hostname: string): HostFacts => ({
  hostname,
  os: 'Debian GNU/Linux 12 (bookworm)',
  kernel: '6.1.0-18-amd64',
  cpu: { model: 'Simulated CPU', vendor: 'GenuineIntel', arch: 'x86_64', flags: ['sse4_2'], sockets: 1, cores: 4, threads: 2, count: 8, mhz: 2400 },
  numa: [{ node: 0, memoryMiB: 16_384, cpus: [0, 1, 2, 3, 4, 5, 6, 7] }],
  memoryMiB: 16_384,
  swapMiB: 0,
  hugePages: [],
  ksm: { running: false, pagesShared: 0, pagesSharing: 0 },
  disks: [{ name: 'vda', model: 'Simulated disk', sizeMiB: 102_400, rotational: false }],
  interfaces: [{ name: 'eth0', mac: '52:54:00:00:00:01', state: 'up', speedMbps: 1000, mtu: 1500, kind: 'physical', addresses: ['192.0.2.10/24'] }],
  libvirtVersion: '9.0.0',
  qemuVersion: '7.2.0',
  agentVersion: 'simulated',
  acceleration: { kvm: false, reason: 'A simulated host has no KVM.' },
  machines: ['pc-q35-7.2'],
  cpuModels: ['qemu64'],
  firmwares: ['bios', 'uefi'],
  hypervisors: ['qemu'],
  capabilities: simulatedCapabilities,
  nestedVirtualization: false,
  sysprep: {
    version: '1.48.2',
    operations: [
      { name: 'machine-id', isDefault: true, description: 'Remove the local machine ID' },
      { name: 'ssh-hostkeys', isDefault: true, description: 'Remove the SSH host keys in the guest' },
      { name: 'user-account', isDefault: false, description: 'Remove the user accounts in the guest' },
    ],
  },
  checks: [],
})
