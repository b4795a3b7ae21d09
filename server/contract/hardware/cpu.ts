import { z } from 'zod'
import { forms } from './forms'
import { CpuSet, Word } from './text'

export const cpuModes = ['auto', 'host-model', 'host-passthrough', 'maximum', 'custom'] as const
export const featurePolicies = ['force', 'require', 'optional', 'disable', 'forbid'] as const

export const CpuTopology = z.object({
  sockets: z.int().min(1).max(512),
  dies: z.int().min(1).max(64).default(1),
  cores: z.int().min(1).max(512),
  threads: z.int().min(1).max(8),
})
export type CpuTopology = z.infer<typeof CpuTopology>

/** The virtual processor. https://libvirt.org/formatdomain.html#cpu-model-and-topology */
export const Cpu = z.object({
  /** `auto` = the cluster's processor type, else the host's own under KVM and Nehalem under emulation. */
  mode: z.enum(cpuModes).default('auto'),
  /** Named model, for `custom`: `Skylake-Server-IBRS`. */
  model: Word(64).default(''),
  features: z.array(z.object({ name: z.string().regex(forms.token), policy: z.enum(featurePolicies) })).max(200).default([]),
  /** null = all vCPUs as cores of one socket. It counts the most vCPUs, not those plugged in. */
  topology: CpuTopology.nullable().default(null),
  /** The most vCPUs that can be plugged in while it runs; null = as many as it starts with. */
  maxVcpus: z.int().min(1).max(1024).nullable().default(null),
})
export type Cpu = z.infer<typeof Cpu>

const Period = z.int().min(1000).max(1_000_000).nullable().default(null)
/** Microseconds of each period; -1 = without limit. */
const Quota = z.int().min(-1).max(17_592_186_044_415).nullable().default(null)

/** Share of the host's processors and where they are taken from. Times in µs. https://libvirt.org/formatdomain.html#cpu-tuning */
export const CpuTune = z.object({
  shares: z.int().min(2).max(262_144).nullable().default(null),
  periodUs: Period,
  quotaUs: Quota,
  emulatorPeriodUs: Period,
  emulatorQuotaUs: Quota,
  /** Host processors of single vCPUs. */
  vcpuPins: z.array(z.object({ vcpu: z.int().min(0).max(1023), cpus: CpuSet })).max(1024).default([]),
  emulatorPin: CpuSet.nullable().default(null),
  iothreadPins: z.array(z.object({ iothread: z.int().min(1).max(64), cpus: CpuSet })).max(64).default([]),
})
export type CpuTune = z.infer<typeof CpuTune>
