import type { Initialization, StaticAddress } from '@/server/contract/initialization'
import { buildXml } from '@/server/domain/xml/build'
import { element } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'

/** Every component of a 64-bit Windows is named like this. */
const component = (name: string, ...children: (Element | null)[]): Element =>
  element('component', { name, processorArchitecture: 'amd64', publicKeyToken: '31bf3856ad364e35', language: 'neutral', versionScope: 'nonSxS' }, ...children)

const given = (name: string, value: string): Element | null => (value === '' ? null : element(name, {}, value))

/**
 * A password as Windows wants it where it must not lie open to a glance: base64 of UTF-16 with the name of the element behind. This
 * hides it from nobody who means to read it.
 */
const concealed = (password: string, name: string): string => {
  const units = Array.from(`${password}${name}`, (_, at) => `${password}${name}`.charCodeAt(at))
  return btoa(units.map((unit) => String.fromCharCode(unit & 0xff, unit >> 8)).join(''))
}

const accounts = (password: string): Element | null =>
  password === ''
    ? null
    : element('UserAccounts', {}, element('AdministratorPassword', {}, element('Value', {}, concealed(password, 'AdministratorPassword')), element('PlainText', {}, 'false')))

const languages = (locale: string): Element | null =>
  locale === '' ? null : component('Microsoft-Windows-International-Core', ...['InputLocale', 'SystemLocale', 'UILocale', 'UserLocale'].map((name) => element(name, {}, locale)))

/** NetBIOS allows 15 letters, digits and "-". */
export const computerName = (name: string): string => name.replaceAll(/[^A-Za-z0-9-]/g, '-').slice(0, 15).replaceAll(/^-+|-+$/g, '') || 'windows'

/** Attributes of an entry in a list of settings. */
const added = { 'wcm:action': 'add' }

/** Of the card with that address, by which Windows knows it before it has given it a name. */
const onCard = (name: string, mac: string, ...settings: (Element | null)[]): Element =>
  component(name, element('Interfaces', {}, element('Interface', added, element('Identifier', {}, mac.replaceAll(':', '-').toUpperCase()), ...settings)))

/** A static address of the first card. https://learn.microsoft.com/windows-hardware/customize/desktop/unattend/microsoft-windows-tcpip */
const network = ({ address, gateway, nameServers }: StaticAddress, mac: string): (Element | null)[] => {
  const family = address.includes(':') ? 'Ipv6Settings' : 'Ipv4Settings'
  const route = () => element(
    'Route', added, element('Identifier', {}, '0'), element('Prefix', {}, gateway.includes(':') ? '::/0' : '0.0.0.0/0'), element('NextHopAddress', {}, gateway),
  )
  return [
    onCard(
      'Microsoft-Windows-TCPIP', mac,
      element(family, {}, element('DhcpEnabled', {}, 'false')),
      element('UnicastIpAddresses', {}, element('IpAddress', { ...added, 'wcm:keyValue': '1' }, address)),
      gateway === '' ? null : element('Routes', {}, route()),
    ),
    nameServers.length === 0 ? null : onCard(
      'Microsoft-Windows-DNS-Client', mac,
      element('DNSServerSearchOrder', {}, ...nameServers.map((server, at) => element('IpAddress', { ...added, 'wcm:keyValue': String(at + 1) }, server))),
    ),
  ]
}

const scriptName = 'first-logon.ps1'
/** Nobody knows which letter Windows gives the CD. */
const runScript = `cmd /c for %d in (D E F G H I J K L M N O P Q R S T U V W X Y Z) do if exist %d:\\${scriptName} powershell -NoProfile -ExecutionPolicy Bypass -File %d:\\${scriptName}`

/** At the first log-on, which Windows does by itself, once, where it knows the password. */
const firstLogon = (script: string, password: string): (Element | null)[] => script === '' ? [] : [
  password === '' ? null : element(
    'AutoLogon', {}, element('Enabled', {}, 'true'), element('LogonCount', {}, '1'), element('Username', {}, 'Administrator'),
    element('Password', {}, element('Value', {}, concealed(password, 'Password')), element('PlainText', {}, 'false')),
  ),
  element('FirstLogonCommands', {}, element('SynchronousCommand', added, element('Order', {}, '1'), element('CommandLine', {}, runScript), element('Description', {}, 'Script of the initial run'))),
]

/**
 * Answers for a Windows that sysprep has made general: its name and address in the pass `specialize`, the first person's questions in
 * `oobeSystem`. https://learn.microsoft.com/windows-hardware/customize/desktop/unattend/
 */
function unattend({ hostname, timezone, organization, productKey, locale, adminPassword, network: address, script }: Initialization, vm: { name: string; mac: string | null }): string {
  const root = element(
    'unattend',
    { xmlns: 'urn:schemas-microsoft-com:unattend', 'xmlns:wcm': 'http://schemas.microsoft.com/WMIConfig/2002/State' },
    element(
      'settings',
      { pass: 'specialize' },
      component(
        'Microsoft-Windows-Shell-Setup',
        element('ComputerName', {}, hostname || computerName(vm.name)),
        given('ProductKey', productKey), given('RegisteredOrganization', organization), given('TimeZone', timezone),
      ),
      ...(address && vm.mac !== null ? network(address, vm.mac) : []),
    ),
    element(
      'settings',
      { pass: 'oobeSystem' },
      languages(locale),
      component(
        'Microsoft-Windows-Shell-Setup',
        element(
          'OOBE', {}, element('HideEULAPage', {}, 'true'), element('HideOnlineAccountScreens', {}, 'true'), element('HideWirelessSetupInOOBE', {}, 'true'),
          element('ProtectYourPC', {}, '3'),
        ),
        given('RegisteredOrganization', organization), given('TimeZone', timezone), accounts(adminPassword), ...firstLogon(script, adminPassword),
      ),
    ),
  )
  return `<?xml version="1.0" encoding="utf-8"?>\n${buildXml(root)}`
}

/** Line ends of Windows, and the mark by which its PowerShell knows UTF-8. */
const powershell = (script: string): string => `\ufeff${script.replaceAll(/\r?\n/g, '\r\n')}`

/** What the CD holds. @param vm `mac` = of its first card, null without one */
export const windowsFiles = (initialization: Initialization, vm: { name: string; mac: string | null }): { name: string; text: string }[] => [
  { name: 'unattend.xml', text: unattend(initialization, vm) },
  ...(initialization.script === '' ? [] : [{ name: scriptName, text: powershell(initialization.script) }]),
]
