import type { nicModels } from '@/server/contract/hardware/nic'
import type { Hardware } from '@/server/contract/hardware/hardware'

type Names<Model extends string> = Readonly<Record<Model, string | null>>

/**
 * What QEMU calls the devices that libvirt's domain capabilities say nothing of. A QEMU can be built without any of them.
 * null = it is always there, or is not a device of its own.
 */
export const qemuNames = {
  // QEMU has no ICH7 sound; libvirt knows the name from other hypervisors.
  sound: { ich6: 'intel-hda', ich7: 'ich7', ich9: 'ich9-intel-hda', ac97: 'AC97', es1370: 'ES1370', sb16: 'sb16', usb: 'usb-audio' } satisfies Names<
    NonNullable<Hardware['sound']>['model']
  >,
  watchdog: { i6300esb: 'i6300esb', ib700: 'ib700', diag288: 'diag288' } satisfies Names<NonNullable<Hardware['watchdog']>['model']>,
  // The kind for Hyper-V is a feature of the processor.
  panic: { isa: 'pvpanic', hyperv: null } satisfies Names<NonNullable<Hardware['panic']>['model']>,
  smartcard: { host: 'ccid-card-emulated', client: 'ccid-card-passthru' } satisfies Names<NonNullable<Hardware['smartcard']>['mode']>,
  usb: {
    none: null, 'piix3-uhci': 'piix3-usb-uhci', 'piix4-uhci': 'piix4-usb-uhci', ehci: 'usb-ehci', 'ich9-ehci1': 'ich9-usb-ehci1', 'pci-ohci': 'pci-ohci',
    'nec-xhci': 'nec-usb-xhci', 'qemu-xhci': 'qemu-xhci',
  } satisfies Names<Hardware['usb']['controller']>,
  tablet: { usb: 'usb-tablet', virtio: 'virtio-tablet-pci', none: null } satisfies Names<Hardware['input']['tablet']>,
  keyboard: { ps2: null, usb: 'usb-kbd', virtio: 'virtio-keyboard-pci' } satisfies Names<Hardware['input']['keyboard']>,
  nic: {
    virtio: 'virtio-net-pci', e1000: 'e1000', e1000e: 'e1000e', rtl8139: 'rtl8139', vmxnet3: 'vmxnet3', pcnet: 'pcnet', ne2k_pci: 'ne2k_pci',
  } satisfies Names<(typeof nicModels)[number]>,
  vsock: { vsock: 'vhost-vsock-pci' },
} as const

/** Every one of them that a QEMU can have. */
export const everyQemuDevice: string[] = Object.values(qemuNames).flatMap((names) => Object.values<string | null>(names).filter((name) => name !== null)).sort()

const wanted: ReadonlySet<string> = new Set(everyQemuDevice)

/** Those of them in the output of `qemu-system-… -device help`. */
export const parseDeviceHelp = (output: string): string[] =>
  [...new Set([...output.matchAll(/^name "([^"]+)"/gm)].flatMap(([, name = '']) => (wanted.has(name) ? [name] : [])))].sort()
