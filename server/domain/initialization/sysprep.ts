import type { Initialization } from '@/server/contract/initialization'
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

/**
 * Answers for a Windows that sysprep has made general: its name in the pass `specialize`, the first person's questions in `oobeSystem`.
 * https://learn.microsoft.com/windows-hardware/customize/desktop/unattend/
 */
export function unattend({ hostname, timezone, organization, productKey, locale, adminPassword }: Initialization, vmName: string): string {
  const root = element(
    'unattend',
    { xmlns: 'urn:schemas-microsoft-com:unattend' },
    element(
      'settings',
      { pass: 'specialize' },
      component(
        'Microsoft-Windows-Shell-Setup',
        element('ComputerName', {}, hostname || computerName(vmName)),
        given('ProductKey', productKey), given('RegisteredOrganization', organization), given('TimeZone', timezone),
      ),
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
        given('RegisteredOrganization', organization), given('TimeZone', timezone), accounts(adminPassword),
      ),
    ),
  )
  return `<?xml version="1.0" encoding="utf-8"?>\n${buildXml(root)}`
}
