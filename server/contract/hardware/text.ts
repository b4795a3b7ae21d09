import { z } from 'zod'

/** Text that XML can carry, without line breaks: names, serial numbers, paths. */
export const Word = (max: number) => z.string().max(max).regex(/^[^\u0000-\u001f\u007f\ufffe\uffff]*$/, 'no control characters')

/** Absolute path on the host. */
export const HostPath = Word(4096).regex(/^\//, 'must be an absolute path')

/** libvirt's list of processors or nodes: `0-3,^2,8`. */
export const CpuSet = z.string().regex(/^(\^?\d+|\d+-\d+)(,(\^?\d+|\d+-\d+))*$/, 'a list such as 0-3,^2,8')

/** A PCI device of the host, `0000:3b:00.1`. */
export const HostPciAddress = z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$/, 'an address such as 0000:3b:00.1')

/** Place among the boot devices, 1 first; null = by kind of device (`boot.devices`). */
export const BootOrder = z.int().min(1).max(99).nullable().default(null)
