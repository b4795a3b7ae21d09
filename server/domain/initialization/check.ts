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

function checkNetwork(network: InitializationInput['network']): (Finding | null)[] {
  if (!network) return []
  const { address, gateway, nameServers } = network
  const wrongServer = nameServers.find(server => addressVersion(server) === null)
  return [
    isCidr(address) ? null : finding('address', 'init_address', `"${address}" is no address with the length of its network, such as 192.0.2.10/24.`, { address }),
    gateway === '' || addressVersion(gateway) !== null ? null : finding('gateway', 'init_gateway', `"${gateway}" is no IP address.`, { address: gateway }),
    wrongServer === undefined ? null : finding('nameServers', 'init_gateway', `"${wrongServer}" is no IP address.`, { address: wrongServer }),
  ]
}

/** Windows' own names, such as `China Standard Time`. */
const windowsZonePattern = /^[A-Za-z][A-Za-z0-9 .()+-]{0,63}$/
const computerPattern = /^(?!\d+$)(?!-)[A-Za-z0-9-]{1,15}(?<!-)$/

/** Fields of other kinds would be lost without a word. */
const notFor = (kind: string, fields: readonly (readonly [field: string, isGiven: boolean])[]): (Finding | null)[] =>
  fields.map(([field, isGiven]) => (isGiven ? finding(field, 'init_not_for', `A first boot by ${kind} takes no such value; leave it empty.`, { kind }) : null))

function checkSysprep({ hostname, userName, sshKeys, timezone, network, config, productKey, locale, password }: InitializationInput): (Finding | null)[] {
  return [
    ...notFor('sysprep', [['userName', userName !== ''], ['sshKeys', sshKeys.length > 0], ['config', config !== '']]),
    ...checkNetwork(network),
    hostname !== '' && !computerPattern.test(hostname)
      ? finding('hostname', 'init_computer', `A Windows computer's name has up to 15 letters, digits and "-", not digits alone; "${hostname}" does not fit.`, { hostname })
      : null,
    timezone !== '' && (!windowsZonePattern.test(timezone) || timezone.includes('/'))
      ? finding('timezone', 'init_windows_zone', `"${timezone}" is no time zone of Windows; one is called "China Standard Time".`, { timezone })
      : null,
    productKey !== '' && !/^([A-Z0-9]{5}-){4}[A-Z0-9]{5}$/.test(productKey)
      ? finding('productKey', 'init_product_key', 'A product key has five groups of five capital letters and digits, parted by "-".')
      : null,
    locale !== '' && !/^[a-z]{2,3}(-[A-Za-z]{4})?-[A-Z]{2}$/.test(locale) ? finding('locale', 'init_locale', `"${locale}" is no language and country, such as "zh-CN".`, { locale }) : null,
    /[\u0000-\u001f\u007f]/.test(password) ? finding('password', 'init_password', 'A password of Windows has no control characters.') : null,
  ]
}

const isIgnition = (config: string): boolean => {
  try {
    const parsed: unknown = JSON.parse(config)
    const told = typeof parsed === 'object' && parsed !== null && 'ignition' in parsed ? parsed.ignition : null
    return typeof told === 'object' && told !== null && 'version' in told && typeof told.version === 'string' && told.version.startsWith('3.')
  } catch {
    return false
  }
}

const checkIgnition = ({ timezone, network, script, config, productKey, organization, locale }: InitializationInput): (Finding | null)[] => [
  ...notFor('Ignition', [['timezone', timezone !== ''], ['address', network !== null], ['script', script !== ''], ['productKey', productKey !== ''], ['organization', organization !== ''], ['locale', locale !== '']]),
  config !== '' && !isIgnition(config) ? finding('config', 'init_ignition', 'This is no Ignition configuration: JSON that begins with {"ignition": {"version": "3…"}}. Butane must be translated first.') : null,
]

/** Everything that is wrong with what the machine shall be told at its first boot. */
export function checkInitialization(input: InitializationInput): Finding[] {
  if (input.kind === 'sysprep') return checkSysprep(input).filter(f => f !== null)
  const more = input.kind === 'ignition' ? checkIgnition(input) : notFor('cloud-init', [['productKey', input.productKey !== ''], ['organization', input.organization !== ''], ['locale', input.locale !== ''], ['config', input.config !== '']])
  return [...checkUnix(input), ...more.filter(f => f !== null)]
}

function checkUnix({ kind, hostname, userName, password, sshKeys, timezone, network, script }: InitializationInput): Finding[] {
  const wrongKey = sshKeys.findIndex(key => !keyPattern.test(key))
  // Ignition's image has its user "core" for them.
  const needsUser = kind !== 'ignition' && (password !== '' || sshKeys.length > 0) && userName === ''
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
    ...checkNetwork(network),
    script !== '' && !script.startsWith('#!')
      ? finding('script', 'init_script', 'The script must begin with "#!" and the program that runs it, such as "#!/bin/sh".')
      : null,
  ].filter(f => f !== null)
}
