import { z } from 'zod'
import { HostPath } from './text'

export const soundModels = ['ich6', 'ich7', 'ich9', 'ac97', 'es1370', 'sb16', 'usb'] as const
export const Sound = z.object({ model: z.enum(soundModels) })
export type Sound = z.infer<typeof Sound>

/** Entropy from the host: a guest without it can hang at boot. At most `bytes` each `periodMs`. */
export const rngSources = ['/dev/urandom', '/dev/random', '/dev/hwrng'] as const
export const Rng = z.object({
  source: z.enum(rngSources).or(HostPath).default('/dev/urandom'),
  rate: z.object({ bytes: z.int().min(1), periodMs: z.int().min(1).default(1000) }).nullable().default(null),
})
export type Rng = z.infer<typeof Rng>

export const watchdogModels = ['i6300esb', 'ib700', 'diag288'] as const
export const watchdogActions = ['reset', 'shutdown', 'poweroff', 'pause', 'none', 'dump', 'inject-nmi'] as const
/** Acts when the guest's own watchdog program falls silent. */
export const Watchdog = z.object({ model: z.enum(watchdogModels).default('i6300esb'), action: z.enum(watchdogActions).default('reset') })
export type Watchdog = z.infer<typeof Watchdog>

/** Emulated: its secrets live on the host beside the machine. */
export const Tpm = z.object({
  model: z.enum(['tpm-crb', 'tpm-tis']).default('tpm-crb'),
  backend: z.enum(['emulator', 'passthrough']).default('emulator'),
  version: z.enum(['1.2', '2.0']).default('2.0'),
  /** For `passthrough`. */
  device: HostPath.default('/dev/tpm0'),
})
export type Tpm = z.infer<typeof Tpm>

/** Tells the host that the guest's kernel has crashed. */
export const Panic = z.object({ model: z.enum(['isa', 'hyperv']).default('isa') })
export type Panic = z.infer<typeof Panic>

/** Sockets between guest and host; `cid` null = the host chooses. */
export const Vsock = z.object({ cid: z.int().min(3).max(4_294_967_294).nullable().default(null) })
export type Vsock = z.infer<typeof Vsock>

/** The host's card reader, or the client's through SPICE. */
export const Smartcard = z.object({ mode: z.enum(['host', 'client']).default('client') })
export type Smartcard = z.infer<typeof Smartcard>
