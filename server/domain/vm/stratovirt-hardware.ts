import { Hardware } from '@/server/contract/hardware/hardware'

/** The hardware of a new StratoVirt machine: what it lacks is absent, the rest as for any machine. */
export const stratovirtHardware = (arch: 'x86_64' | 'aarch64', loader: string, kernel: string): Hardware =>
  Hardware.parse({
    hypervisor: 'stratovirt',
    machine: { arch, type: arch === 'aarch64' ? 'virt' : 'q35' },
    firmware: { loader },
    features: { gic: arch === 'aarch64' ? '3' : null },
    boot: { kernel: { path: kernel } },
    graphics: { vnc: null }, video: { model: 'none', vramKiB: null }, usb: { controller: 'none' }, input: { tablet: 'none' },
    channels: { guestAgent: false }, serial: { ports: [], console: 'virtio' },
  })
