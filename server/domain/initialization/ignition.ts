import type { Initialization } from '@/server/contract/initialization'

/** The version that every Ignition since 2021 reads. */
const version = '3.3.0'

const dataUrl = (text: string): string => `data:;base64,${btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))}`

/**
 * A configuration of Ignition: user and host name of the form, and a person's own configuration merged behind them, where its word counts.
 * https://coreos.github.io/ignition/configuration-v3_3/
 */
export function ignitionConfig({ hostname, userName, sshKeys, passwordHash, config }: Initialization, vmName: string): string {
  const user = {
    name: userName || 'core',
    ...(sshKeys.length > 0 ? { sshAuthorizedKeys: sshKeys } : {}),
    ...(passwordHash === '' ? {} : { passwordHash }),
    ...(userName === '' ? {} : { groups: ['sudo', 'wheel'] }),
  }
  const told = userName !== '' || sshKeys.length > 0 || passwordHash !== ''
  return `${JSON.stringify({
    ignition: { version, ...(config === '' ? {} : { config: { merge: [{ source: dataUrl(config) }] } }) },
    ...(told ? { passwd: { users: [user] } } : {}),
    storage: { files: [{ path: '/etc/hostname', mode: 0o644, overwrite: true, contents: { source: dataUrl(`${hostname || vmName.replaceAll('_', '-')}\n`) } }] },
  })}\n`
}
