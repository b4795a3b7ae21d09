import type { Initialization, InitializationKind, InitializationView } from '@/server/contract/initialization'
import { ignitionConfig } from './ignition'
import { windowsFiles } from './sysprep'

export interface DriveFile {
  name: string
  text: string
}

/** How each kind reaches its reader. The label of cloud-init's drive is how it is found; Windows looks at every CD. */
export const media = {
  'cloud-init': { form: 'iso', label: 'cidata', medium: 'disk', extension: 'iso' },
  sysprep: { form: 'iso', label: 'UNATTEND', medium: 'cdrom', extension: 'iso' },
  ignition: { form: 'file', label: 'ignition', medium: 'fwcfg', extension: 'ign' },
} as const satisfies Record<InitializationKind, { form: 'iso' | 'file'; label: string; medium: 'disk' | 'cdrom' | 'fwcfg'; extension: string }>

/** Its image: beside the machine's first disk; null without one. */
export const configDrivePath = (vmId: string, storagePath: string | undefined, extension = 'iso'): string | null =>
  storagePath === undefined ? null : `${storagePath}/images/${vmId}-config.${extension}`

/** JSON is YAML (1.2, chapter 1.3), so nothing a person typed can break out of its place. */
const yaml = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const cloudConfig = ({ userName, passwordHash, sshKeys, timezone }: Initialization) => ({
  ...(userName === ''
    ? {}
    : {
        users: [
          'default',
          {
            name: userName,
            // Quoted: it is a word of cloud-init's, and runs nothing here.
            ['shell']: '/bin/bash',
            sudo: 'ALL=(ALL) NOPASSWD:ALL',
            lock_passwd: passwordHash === '',
            ...(passwordHash === '' ? {} : { hashed_passwd: passwordHash }),
            ssh_authorized_keys: sshKeys,
          },
        ],
        ssh_pwauth: passwordHash !== '',
      }),
  ...(timezone === '' ? {} : { timezone }),
})

/** Parts of a mail (RFC 2046), which is how cloud-init takes several kinds at once. The boundary stands in no part. */
function multipart(parts: readonly { type: string; text: string }[]): string {
  let boundary = 'atrium-part'
  while (parts.some(({ text }) => text.includes(boundary))) boundary += '-x'
  const body = parts.map(({ type, text }) => `--${boundary}\nContent-Type: ${type}; charset="utf-8"\nMIME-Version: 1.0\n\n${text}`)
  return `Content-Type: multipart/mixed; boundary="${boundary}"\nMIME-Version: 1.0\n\n${body.join('\n')}\n--${boundary}--\n`
}

const userData = (initialization: Initialization): string => {
  const config = `#cloud-config\n${yaml(cloudConfig(initialization))}`
  const { script } = initialization
  return script === '' ? config : multipart([{ type: 'text/cloud-config', text: config }, { type: 'text/x-shellscript', text: script.replaceAll('\r\n', '\n') }])
}

/** Version 2, matched by the card's own address: the guest may call it whatever it likes. */
const networkConfig = ({ network }: Initialization, mac: string) => network && {
  version: 2,
  ethernets: {
    first: {
      match: { macaddress: mac },
      addresses: [network.address],
      ...(network.gateway === '' ? {} : { routes: [{ to: network.gateway.includes(':') ? '::/0' : '0.0.0.0/0', via: network.gateway }] }),
      ...(network.nameServers.length === 0 ? {} : { nameservers: { addresses: network.nameServers } }),
    },
  },
}

/** What the medium of that kind holds. */
export function configDriveFiles(initialization: Initialization, vm: { id: string; name: string; mac: string | null }): DriveFile[] {
  if (initialization.kind === 'sysprep') return windowsFiles(initialization, vm)
  if (initialization.kind === 'ignition') return [{ name: 'config.ign', text: ignitionConfig(initialization, vm.name) }]
  return cloudFiles(initialization, vm)
}

/**
 * Files of the config drive (NoCloud). @param vm `mac` = of its first card, null without one
 * https://cloudinit.readthedocs.io/en/latest/reference/datasources/nocloud.html
 */
function cloudFiles(initialization: Initialization, vm: { id: string; name: string; mac: string | null }): DriveFile[] {
  const network = vm.mac === null ? null : networkConfig(initialization, vm.mac)
  return [
    // Both are words of letters, digits, "-" and "."; small readers of the format know no JSON.
    { name: 'meta-data', text: `instance-id: ${vm.id}\nlocal-hostname: ${initialization.hostname || hostnameOf(vm.name)}\n` },
    { name: 'user-data', text: userData(initialization) },
    ...(network ? [{ name: 'network-config', text: yaml(network) }] : []),
  ]
}

/** A machine's name may hold "_", a host name may not (RFC 1123). */
const hostnameOf = (name: string): string => name.replaceAll('_', '-').replaceAll(/^[-.]+|[-.]+$/g, '') || 'localhost'

export const viewOf = ({ kind, hostname, userName, timezone, locale, network, sshKeys, passwordHash, script, config, done }: Initialization): InitializationView => ({
  kind, hostname, userName, timezone, locale, network, sshKeyCount: sshKeys.length, hasPassword: passwordHash !== '', hasScript: script !== '', hasConfig: config !== '', done,
})
