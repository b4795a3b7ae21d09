import type { InitializationInput } from '@/server/contract/initialization'
import type { Finding } from '@/server/domain/vm/validate'
import { addressVersion } from './address'

type Params = Finding['params']
const finding = (field: string, code: string, text: string, params: Params = {}): Finding => ({ field, code, params, text })

/** RFC 1123: labels of letters, digits and "-", each up to 63. */
const hostnamePattern = /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*$/
/** useradd(8). */
const userPattern = /^[a-z_][a-z0-9_-]{0,31}$/
/** sshd(8), AUTHORIZED_KEYS: type, base64, comment. Options before the type would let the key run commands; they are not for this form. */
const keyPattern = /^(ssh-(rsa|ed25519|dss)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]{32,}={0,3}( [^\r\n]*)?$/
const zonePattern = /^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+){0,2}$/

const isCidr = (text: string): boolean => {
  const [address = '', length = '', ...rest] = text.split('/')
  const version = addressVersion(address)
  return rest.length === 0 && version !== null && /^\d{1,3}$/.test(length) && Number(length) >= 1 && Number(length) <= (version === 4 ? 32 : 128)
}

/** Everything that is wrong with what the machine shall be told at its first boot. */
export function checkInitialization({ hostname, userName, password, sshKeys, timezone, network, script }: InitializationInput): Finding[] {
  const wrongKey = sshKeys.findIndex(key => !keyPattern.test(key))
  const wrongServer = network?.nameServers.find(server => addressVersion(server) === null)
  const needsUser = (password !== '' || sshKeys.length > 0) && userName === ''
  return [
    hostname !== '' && !hostnamePattern.test(hostname)
      ? finding('hostname', 'init_hostname', `The host name "${hostname}" may hold only letters, digits and "-", in parts of up to 63 parted by ".".`, { hostname })
      : null,
    userName !== '' && !userPattern.test(userName)
      ? finding('userName', 'init_user', `The user name "${userName}" must begin with a small letter or "_" and hold only small letters, digits, "_" and "-".`, { userName })
      : null,
    needsUser ? finding('userName', 'init_user_needed', 'Give the name of the user whom the password or the keys are for.') : null,
    wrongKey >= 0
      ? finding('sshKeys', 'init_key', `Line ${wrongKey + 1} is no public SSH key: it begins with its kind, such as "ssh-ed25519".`, { line: wrongKey + 1 })
      : null,
    timezone !== '' && !zonePattern.test(timezone)
      ? finding('timezone', 'init_timezone', `"${timezone}" is no time zone; one is written as "Europe/Berlin".`, { timezone })
      : null,
    network && !isCidr(network.address)
      ? finding('address', 'init_address', `"${network.address}" is no address with the length of its network, such as 192.0.2.10/24.`, { address: network.address })
      : null,
    network && network.gateway !== '' && addressVersion(network.gateway) === null
      ? finding('gateway', 'init_gateway', `"${network.gateway}" is no IP address.`, { address: network.gateway })
      : null,
    wrongServer !== undefined ? finding('nameServers', 'init_gateway', `"${wrongServer}" is no IP address.`, { address: wrongServer }) : null,
    script !== '' && !script.startsWith('#!')
      ? finding('script', 'init_script', 'The script must begin with "#!" and the program that runs it, such as "#!/bin/sh".')
      : null,
  ].filter(f => f !== null)
}
