import { z } from 'zod'

/** Address of the first card, when it shall not ask for one by DHCP. */
export const StaticAddress = z.object({
  /** With the length of its network: `192.0.2.10/24`, `2001:db8::10/64`. */
  address: z.string().max(64),
  gateway: z.string().max(64).default(''),
  nameServers: z.array(z.string().max(64)).max(8).default([]),
})
export type StaticAddress = z.infer<typeof StaticAddress>

const parts = {
  /** Empty = the machine's own name. */
  hostname: z.string().max(253).default(''),
  /** Empty = the image's own user. */
  userName: z.string().max(32).default(''),
  /** Keys that may log in, one a line of `authorized_keys`. */
  sshKeys: z.array(z.string().max(16_384)).max(50).default([]),
  /** `Europe/Berlin`; empty = as the image has it. */
  timezone: z.string().max(64).default(''),
  network: StaticAddress.nullable().default(null),
  /** Run as root at the first boot; begins with `#!`. */
  script: z.string().max(65_536).default(''),
}

/**
 * What a new machine is told at its first boot, by cloud-init on a config drive (catalogue MK-7). The rules that need words are in
 * server/domain/initialization. https://cloudinit.readthedocs.io/en/latest/reference/datasources/nocloud.html
 */
export const Initialization = z.object({
  ...parts,
  /** As crypt(3) writes it; empty = no log-in by password. */
  passwordHash: z.string().max(256).default(''),
})
export type Initialization = z.infer<typeof Initialization>

/** As a person gives it: the password is hashed before it is kept. */
export const InitializationInput = z.object({ ...parts, password: z.string().max(256).default('') })
export type InitializationInput = z.infer<typeof InitializationInput>

/** As it is shown: keys, script and password may be secret, so only that there are some. */
export const InitializationView = z.object({
  hostname: z.string(),
  userName: z.string(),
  timezone: z.string(),
  network: StaticAddress.nullable(),
  sshKeyCount: z.int(),
  hasPassword: z.boolean(),
  hasScript: z.boolean(),
})
export type InitializationView = z.infer<typeof InitializationView>
