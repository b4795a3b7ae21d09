import { z } from 'zod'

/** Address of the first card, when it shall not ask for one by DHCP. */
export const StaticAddress = z.object({
  /** With the length of its network: `192.0.2.10/24`, `2001:db8::10/64`. */
  address: z.string().max(64),
  gateway: z.string().max(64).default(''),
  nameServers: z.array(z.string().max(64)).max(8).default([]),
})
export type StaticAddress = z.infer<typeof StaticAddress>

/**
 * Who reads it in the guest: cloud-init on a config drive; Windows after sysprep from an answer file on a CD; Ignition (Fedora CoreOS and
 * its kin) from QEMU's firmware configuration.
 */
export const initializationKinds = ['cloud-init', 'sysprep', 'ignition'] as const
export type InitializationKind = (typeof initializationKinds)[number]

const parts = {
  kind: z.enum(initializationKinds).default('cloud-init'),
  /** Empty = the machine's own name. */
  hostname: z.string().max(253).default(''),
  /** Empty = the image's own user. Not for sysprep, whose user is Administrator. */
  userName: z.string().max(32).default(''),
  /** Keys that may log in, one a line of `authorized_keys`. Not for sysprep. */
  sshKeys: z.array(z.string().max(16_384)).max(50).default([]),
  /** `Europe/Berlin`, for sysprep Windows' own name `China Standard Time`; empty = as the image has it. Not for Ignition. */
  timezone: z.string().max(64).default(''),
  /** Not for Ignition. */
  network: StaticAddress.nullable().default(null),
  /** cloud-init: run as root at the first boot; begins with `#!`. sysprep: PowerShell, run at the first log-on. Not for Ignition. */
  script: z.string().max(65_536).default(''),
  /** sysprep: to whom Windows is licensed, its key, its languages (`zh-CN`). */
  organization: z.string().max(64).default(''),
  productKey: z.string().max(29).default(''),
  locale: z.string().max(32).default(''),
  /** Ignition: a whole configuration (JSON) that is merged into what the fields above say. */
  config: z.string().max(262_144).default(''),
}

/**
 * What a new machine is told at its first boot (catalogue MK-7). The rules that need words are in server/domain/initialization.
 * https://cloudinit.readthedocs.io/en/latest/reference/datasources/nocloud.html
 */
export const Initialization = z.object({
  ...parts,
  /** As crypt(3) writes it; empty = no log-in by password. */
  passwordHash: z.string().max(256).default(''),
  /** sysprep: Windows wants the password itself. Kept only until the medium is written. */
  adminPassword: z.string().max(256).default(''),
  /** sysprep: the guest has run and shut down by itself, so its medium, on which the password stands, is gone. */
  done: z.boolean().default(false),
})
export type Initialization = z.infer<typeof Initialization>

/** As a person gives it: the password is hashed before it is kept. */
export const InitializationInput = z.object({ ...parts, password: z.string().max(256).default('') })
export type InitializationInput = z.infer<typeof InitializationInput>

/** As it is shown: keys, script, configuration and password may be secret, so only that there are some. */
export const InitializationView = z.object({
  kind: z.enum(initializationKinds),
  hostname: z.string(),
  userName: z.string(),
  timezone: z.string(),
  locale: z.string(),
  network: StaticAddress.nullable(),
  sshKeyCount: z.int(),
  hasPassword: z.boolean(),
  hasScript: z.boolean(),
  hasConfig: z.boolean(),
  /** Its medium is gone. */
  done: z.boolean(),
})
export type InitializationView = z.infer<typeof InitializationView>
