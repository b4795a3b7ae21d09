import { describe, expect, it } from 'vitest'
import { Initialization, InitializationInput } from '@/server/contract/initialization'
import { find, findAll, text } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import { checkInitialization } from './check'
import { configDriveFiles, viewOf } from './config-drive'
import { computerName } from './sysprep'

const vm = { id: '2b0d7b3d-1d5e-4ad5-8a0b-c0ffee000001', name: 'web_01.example-of-a-long-name', mac: null }
const onlyFile = (change: Partial<Initialization>) => {
  const [file, ...more] = configDriveFiles(Initialization.parse(change), vm)
  expect(more).toEqual([])
  return file ?? { name: '', text: '' }
}
const plain = (base64: string) => Buffer.from(base64, 'base64')

describe('answers for Windows after sysprep', () => {
  const told = { kind: 'sysprep' as const, hostname: 'WEB01', timezone: 'China Standard Time', locale: 'zh-CN', organization: '<Shop> & "Söhne"', productKey: 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE', adminPassword: 'pä<ss>' }

  it('stand in one file that is well-formed whatever a person typed', () => {
    const { name, text: xml } = onlyFile(told)
    expect(name).toBe('unattend.xml')
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>\n<unattend xmlns="urn:schemas-microsoft-com:unattend" xmlns:wcm=/)
    const root = parseXml(xml)
    const [specialize, oobe] = findAll(root, 'settings')
    expect([specialize?.attributes.pass, oobe?.attributes.pass]).toEqual(['specialize', 'oobeSystem'])
    if (!specialize || !oobe) return
    expect(text(specialize, 'component/ComputerName')).toBe('WEB01')
    expect(text(specialize, 'component/RegisteredOrganization')).toBe('<Shop> & "Söhne"')
    expect(findAll(oobe, 'component/UILocale').map(each => text(each))).toEqual(['zh-CN'])
    const password = find(oobe, 'component/UserAccounts/AdministratorPassword')
    expect(password && [text(password, 'PlainText'), plain(text(password, 'Value') ?? '').toString('utf16le')]).toEqual(['false', 'pä<ss>AdministratorPassword'])
  })

  it('leave out what was not given, and make a name that NetBIOS allows', () => {
    const { text: xml } = onlyFile({ kind: 'sysprep' })
    expect(xml).not.toMatch(/UserAccounts|TimeZone|ProductKey|Locale/)
    expect(xml).toContain('<ComputerName>web-01-example</ComputerName>')
    expect(['__', '中文', 'a'.repeat(20)].map(computerName)).toEqual(['windows', 'windows', 'a'.repeat(15)])
  })

  it('give the first card an address, by the one it is known by', () => {
    const network = { address: '192.0.2.10/24', gateway: '192.0.2.1', nameServers: ['192.0.2.2', '2001:db8::2'] }
    const of = (change: Partial<Initialization>, mac: string | null = '56:6f:00:00:00:0a') => {
      const [file] = configDriveFiles(Initialization.parse({ kind: 'sysprep', ...change }), { ...vm, mac })
      return parseXml(file?.text ?? '')
    }
    const [tcp, dns] = findAll(of({ network }), 'settings/component/Interfaces/Interface')
    if (!tcp || !dns) return expect.fail('there are two components')
    expect([tcp, dns].map(each => text(each, 'Identifier'))).toEqual(['56-6F-00-00-00-0A', '56-6F-00-00-00-0A'])
    expect(['Ipv4Settings/DhcpEnabled', 'UnicastIpAddresses/IpAddress', 'Routes/Route/Prefix', 'Routes/Route/NextHopAddress'].map(path => text(tcp, path))).toEqual(['false', '192.0.2.10/24', '0.0.0.0/0', '192.0.2.1'])
    expect(findAll(dns, 'DNSServerSearchOrder/IpAddress').map(each => [each.attributes['wcm:keyValue'], text(each)])).toEqual([['1', '192.0.2.2'], ['2', '2001:db8::2']])
    const six = of({ network: { address: '2001:db8::10/64', gateway: 'fe80::1', nameServers: [] } })
    expect(findAll(six, 'settings/component/Interfaces/Interface').map(each => [text(each, 'Ipv6Settings/DhcpEnabled'), text(each, 'Routes/Route/Prefix')])).toEqual([['false', '::/0']])
    expect(findAll(of({ network }, null), 'settings/component/Interfaces')).toEqual([])
  })

  it('run a script beside them at the first log-on, which Windows does by itself where it knows the password', () => {
    const [file, script] = configDriveFiles(Initialization.parse({ ...told, script: 'Write-Host "中文"\nexit 0' }), vm)
    expect([script?.name, script?.text]).toEqual(['first-logon.ps1', '\ufeffWrite-Host "中文"\r\nexit 0'])
    const root = parseXml(file?.text ?? '')
    const shell = findAll(root, 'settings/component').find(each => find(each, 'FirstLogonCommands'))
    if (!shell) return expect.fail('it is not run')
    expect(text(shell, 'FirstLogonCommands/SynchronousCommand/CommandLine')).toContain('-File %d:\\first-logon.ps1')
    expect([text(shell, 'AutoLogon/LogonCount'), plain(text(shell, 'AutoLogon/Password/Value') ?? '').toString('utf16le')]).toEqual(['1', 'pä<ss>Password'])
    expect(configDriveFiles(Initialization.parse({ kind: 'sysprep', script: 'x' }), vm)[0]?.text).not.toContain('AutoLogon')
  })

  it('show no password', () => {
    expect(JSON.stringify(viewOf(Initialization.parse({ ...told, passwordHash: '*' })))).not.toMatch(/pä|AAAAA/)
    expect(viewOf(Initialization.parse({ ...told, passwordHash: '*' }))).toMatchObject({ kind: 'sysprep', hasPassword: true })
  })
})

describe('a configuration of Ignition', () => {
  it('has user, keys and host name, and a person’s own merged behind', () => {
    const own = JSON.stringify({ ignition: { version: '3.4.0' }, systemd: { units: [{ name: 'überall.service' }] } })
    const { name, text: json } = onlyFile({ kind: 'ignition', userName: 'ops', passwordHash: '$6$x', sshKeys: ['ssh-ed25519 AAAA'], config: own })
    expect(name).toBe('config.ign')
    const config = JSON.parse(json) as { ignition: { version: string; config: { merge: { source: string }[] } }; passwd: unknown; storage: { files: { path: string; contents: { source: string } }[] } }
    expect(config).toMatchObject({ ignition: { version: '3.3.0' }, passwd: { users: [{ name: 'ops', passwordHash: '$6$x', sshAuthorizedKeys: ['ssh-ed25519 AAAA'], groups: ['sudo', 'wheel'] }] }, storage: { files: [{ path: '/etc/hostname', mode: 420 }] } })
    expect(plain(config.ignition.config.merge[0]?.source.split(',')[1] ?? '').toString('utf8')).toBe(own)
    expect(plain(config.storage.files[0]?.contents.source.split(',')[1] ?? '').toString('utf8')).toBe('web-01.example-of-a-long-name\n')
  })

  it('gives keys alone to the image’s own user', () => {
    expect(JSON.parse(onlyFile({ kind: 'ignition', sshKeys: ['ssh-ed25519 AAAA'] }).text)).toMatchObject({ passwd: { users: [{ name: 'core' }] } })
    expect(JSON.parse(onlyFile({ kind: 'ignition' }).text)).not.toHaveProperty('passwd')
  })
})

describe('what does not fit the kind gets a sentence at its field', () => {
  const key = `ssh-ed25519 ${'A'.repeat(68)}`
  it.each<[string, Partial<InitializationInput>]>([
    ['hostname', { kind: 'sysprep', hostname: 'a-name-that-is-too-long' }],
    ['hostname', { kind: 'sysprep', hostname: '12345' }],
    ['timezone', { kind: 'sysprep', timezone: 'Europe/Berlin' }],
    ['productKey', { kind: 'sysprep', productKey: 'AAAAA-BBBBB' }],
    ['locale', { kind: 'sysprep', locale: 'deutsch' }],
    ['password', { kind: 'sysprep', password: 'a\u0000b' }],
    ['userName', { kind: 'sysprep', userName: 'ops' }],
    ['sshKeys', { kind: 'sysprep', sshKeys: [key] }],
    ['address', { kind: 'sysprep', network: { address: '192.0.2.10', gateway: '', nameServers: [] } }],
    ['nameServers', { kind: 'sysprep', network: { address: '192.0.2.10/24', gateway: '192.0.2.1', nameServers: ['dns'] } }],
    ['config', { kind: 'ignition', config: 'variant: fcos\nversion: 1.5.0' }],
    ['config', { kind: 'ignition', config: '{"ignition": {"version": "2.2.0"}}' }],
    ['script', { kind: 'ignition', script: '#!/bin/sh' }],
    ['timezone', { kind: 'ignition', timezone: 'Europe/Berlin' }],
    ['hostname', { kind: 'ignition', hostname: '-x' }],
    ['config', { config: '{}' }],
    ['locale', { locale: 'zh-CN' }],
  ])('%s: %j', (field, change) => {
    const found = checkInitialization(InitializationInput.parse(change))
    expect(found.map(each => each.field)).toEqual([field])
    expect(found[0]?.text).toMatch(/[.”}]$/)
  })

  it('and what fits gets none', () => {
    expect(checkInitialization(InitializationInput.parse({ kind: 'sysprep', hostname: 'WEB-01', password: 'pä <ss>', timezone: 'W. Europe Standard Time', locale: 'zh-Hans-CN', productKey: 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE' }))).toEqual([])
    expect(checkInitialization(InitializationInput.parse({ kind: 'ignition', password: 'x', sshKeys: [key], config: '{"ignition": {"version": "3.4.0"}}' }))).toEqual([])
  })
})
