import { z } from 'zod'
import { Wording } from '../api/common'
import { hypervisors } from '../hardware/hardware'
import { SysprepFacts } from '../sysprep'
import { DomainCapabilities } from './capabilities'

/** One check of the host, in plain words (rows 1-01 … 1-04, virt-host-validate). */
export const HostCheck = z.object({
  code: z.string(),
  level: z.enum(['pass', 'warn', 'fail']),
  /** English sentence, e.g. "Hardware virtualization: the CPU flags vmx or svm are missing." */
  text: z.string(),
  /** What to do; empty when passed. */
  hint: z.string().default(''),
  /** Words of both for the page; an older agent gives none. */
  reason: Wording.optional(),
  hintReason: Wording.optional(),
  /** Catalogue row or tool: `1-02`, `virt-host-validate`. */
  source: z.string(),
})
export type HostCheck = z.infer<typeof HostCheck>

/** How a host's libvirtd takes migrations from other hosts over TLS. */
export const LibvirtTls = z.object({
  /** ready; missing, soon over or for another address; `foreign` = libvirtd has credentials of another authority, which are left alone. */
  certificate: z.enum(['ready', 'missing', 'foreign']),
  /** It was tried with the host's own certificate. */
  accepts: z.boolean(),
})
export type LibvirtTls = z.infer<typeof LibvirtTls>

/** What a host is. Sizes in MiB unless named otherwise. */
export const HostFacts = z.object({
  hostname: z.string(),
  os: z.string(),
  kernel: z.string(),
  cpu: z.object({
    model: z.string(),
    vendor: z.string(),
    arch: z.string(),
    flags: z.array(z.string()),
    sockets: z.int(),
    cores: z.int(),
    threads: z.int(),
    /** Online logical processors. */
    count: z.int(),
    mhz: z.number(),
  }),
  numa: z.array(z.object({ node: z.int(), memoryMiB: z.int(), cpus: z.array(z.int()) })),
  memoryMiB: z.int(),
  swapMiB: z.int(),
  hugePages: z.array(z.object({ sizeKiB: z.int(), total: z.int(), free: z.int() })),
  ksm: z.object({ running: z.boolean(), pagesShared: z.int(), pagesSharing: z.int() }),
  disks: z.array(z.object({ name: z.string(), model: z.string(), sizeMiB: z.int(), rotational: z.boolean() })),
  interfaces: z.array(
    z.object({ name: z.string(), mac: z.string(), state: z.enum(['up', 'down', 'unknown']), speedMbps: z.int().nullable(), mtu: z.int(), kind: z.string(), addresses: z.array(z.string()) }),
  ),
  libvirtVersion: z.string(),
  qemuVersion: z.string(),
  agentVersion: z.string(),
  /** Does KVM really run a stock kernel here? Decided by booting one, not by the presence of /dev/kvm. */
  acceleration: z.object({ kvm: z.boolean(), reason: z.string(), wording: Wording.optional() }),
  machines: z.array(z.string()),
  cpuModels: z.array(z.string()),
  firmwares: z.array(z.enum(['bios', 'uefi'])),
  /** What its agent can run machines with (SV-1). */
  hypervisors: z.array(z.enum(hypervisors)).default(['qemu']),
  /** What machines can have here, by architecture, machine type and acceleration; empty = not known. */
  capabilities: z.array(DomainCapabilities).default([]),
  nestedVirtualization: z.boolean(),
  /** Certificate of the migration channel (TLS): ready; missing or soon over; `foreign` = the host has one of another authority, which is left alone. */
  migrationTls: z.enum(['ready', 'missing', 'foreign']).optional(),
  /** null = its address is one that no other host can reach. */
  libvirtTls: LibvirtTls.nullable().optional(),
  /** Its virt-sysprep; null = not installed. */
  sysprep: SysprepFacts.nullable().default(null),
  checks: z.array(HostCheck),
})
export type HostFacts = z.infer<typeof HostFacts>

export const HostSample = z.object({
  at: z.int(),
  cpuPercent: z.number(),
  memoryUsedMiB: z.number(),
  swapUsedMiB: z.number(),
  loadAverage: z.number(),
  netRxBps: z.number(),
  netTxBps: z.number(),
  diskReadBps: z.number(),
  diskWriteBps: z.number(),
})
export type HostSample = z.infer<typeof HostSample>

/** A storage domain on this host: sizes in MiB. */
export const StorageObservation = z.object({ path: z.string(), capacityMiB: z.int(), freeMiB: z.int(), writable: z.boolean(), error: z.string().nullable() })
export type StorageObservation = z.infer<typeof StorageObservation>
