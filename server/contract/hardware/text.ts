import { z } from 'zod'
import { forms } from './forms'

export const Word = (max: number) => z.string().max(max).regex(forms.word, 'no control characters')

/** Absolute path on the host. */
export const HostPath = z.string().max(4096).regex(forms.hostPath, 'must be an absolute path')

/** libvirt's list of processors or nodes: `0-3,^2,8`. */
export const CpuSet = z.string().regex(forms.cpuSet, 'a list such as 0-3,^2,8')

/** A PCI device of the host, `0000:3b:00.1`. */
export const HostPciAddress = z.string().regex(forms.hostPci, 'an address such as 0000:3b:00.1')

/** Place among the boot devices, 1 first; null = by kind of device (`boot.devices`). */
export const BootOrder = z.int().min(1).max(99).nullable().default(null)
