import { describe, expect, it } from 'vitest'
import { Initialization, InitializationInput } from '@/server/contract/initialization'
import { checkInitialization } from './check'
import { configDriveFiles, viewOf } from './config-drive'

const key = `ssh-ed25519 ${'A'.repeat(68)} me@desk`
const vm = { id: '2b0d7b3d-1d5e-4ad5-8a0b-c0ffee000001', name: 'web_01', mac: '56:6f:00:00:00:01' }
const filesOf = (change: Partial<Initialization>, of = vm) =>
  Object.fromEntries(configDriveFiles(Initialization.parse(change), of).map(({ name, text }) => [name, text]))
const configOf = (userData: string) => JSON.parse(userData.slice(userData.indexOf('{'), userData.lastIndexOf('}') + 1)) as unknown

describe('the config drive', () => {
  it('names the machine, and is new for each machine', () => {
    expect(filesOf({})['meta-data']).toBe(`instance-id: ${vm.id}\nlocal-hostname: web-01\n`)
    expect(filesOf({ hostname: 'shop.example' })['meta-data']).toContain('local-hostname: shop.example\n')
    expect(Object.keys(filesOf({}))).toEqual(['meta-data', 'user-data'])
  })

  it('makes a user with password and keys', () => {
    const { 'user-data': text = '' } = filesOf({ userName: 'ops', passwordHash: '$6$salt$hash', sshKeys: [key], timezone: 'Asia/Shanghai' })
    expect(text).toMatch(/^#cloud-config\n\{/)
    expect(configOf(text)).toMatchObject({
      users: ['default', { name: 'ops', sudo: 'ALL=(ALL) NOPASSWD:ALL', lock_passwd: false, hashed_passwd: '$6$salt$hash', ssh_authorized_keys: [key] }],
      ssh_pwauth: true,
      timezone: 'Asia/Shanghai',
    })
    expect(configOf(filesOf({ userName: 'ops', sshKeys: [key] })['user-data'] ?? '')).toMatchObject({ ssh_pwauth: false, users: ['default', { lock_passwd: true }] })
  })

  it('takes a script along as a part of its own, whatever stands in it', () => {
    const script = '#!/bin/sh\r\necho --atrium-part\n'
    const { 'user-data': text = '' } = filesOf({ script })
    expect(text).toMatch(/^Content-Type: multipart\/mixed; boundary="atrium-part-x"\n/)
    expect(text.split('--atrium-part-x')).toHaveLength(4)
    expect(text).toContain('Content-Type: text/x-shellscript; charset="utf-8"\nMIME-Version: 1.0\n\n#!/bin/sh\necho --atrium-part\n')
  })

  it('sets the address of the first card, and none without a card', () => {
    const network = { address: '192.0.2.10/24', gateway: '192.0.2.1', nameServers: ['192.0.2.53'] }
    expect(JSON.parse(filesOf({ network })['network-config'] ?? '')).toEqual({
      version: 2,
      ethernets: { first: { match: { macaddress: vm.mac }, addresses: ['192.0.2.10/24'], routes: [{ to: '0.0.0.0/0', via: '192.0.2.1' }], nameservers: { addresses: ['192.0.2.53'] } } },
    })
    expect(JSON.parse(filesOf({ network: { ...network, address: '2001:db8::10/64', gateway: '2001:db8::1' } })['network-config'] ?? '')).toMatchObject({ ethernets: { first: { routes: [{ to: '::/0' }] } } })
    expect(configDriveFiles(Initialization.parse({ network }), { ...vm, mac: null }).map(({ name }) => name)).toEqual(['meta-data', 'user-data'])
  })

  it('shows no secret', () => {
    const shown = viewOf(Initialization.parse({ userName: 'ops', passwordHash: '$6$salt$hash', sshKeys: [key], script: '#!/bin/sh\ntoken=secret' }))
    expect(shown).toMatchObject({ userName: 'ops', hasPassword: true, sshKeyCount: 1, hasScript: true })
    expect(JSON.stringify(shown)).not.toMatch(/salt|AAAA|secret/)
  })
})

describe('what is wrong gets a sentence at its field', () => {
  const network = { address: '192.0.2.10/24', gateway: '', nameServers: [] }
  it.each<[string, Partial<InitializationInput>]>([
    ['hostname', { hostname: '-web' }],
    ['hostname', { hostname: 'a b' }],
    ['hostname', { hostname: 'x\ninstance-id: other' }],
    ['userName', { userName: 'Root User' }],
    ['userName', { password: 'secret' }],
    ['userName', { sshKeys: [key] }],
    ['sshKeys', { userName: 'ops', sshKeys: [key, 'command="reboot" ssh-ed25519 AAAA'] }],
    ['sshKeys', { userName: 'ops', sshKeys: [`${key}\nssh-rsa BBBB`] }],
    ['timezone', { timezone: '../etc/passwd' }],
    ['address', { network: { ...network, address: '192.0.2.10' } }],
    ['address', { network: { ...network, address: '192.0.2.10/33' } }],
    ['gateway', { network: { ...network, gateway: 'router' } }],
    ['nameServers', { network: { ...network, nameServers: ['1.2.3'] } }],
    ['script', { script: 'echo' }],
  ])('%s: %j', (field, change) => {
    const found = checkInitialization(InitializationInput.parse(change))
    expect(found.map(f => f.field)).toEqual([field])
    expect(found[0]?.text).toMatch(/\.$/)
  })

  it('and what is right gets none', () => {
    const right = { hostname: 'web-1.example', userName: 'ops', password: 'x', sshKeys: [key], timezone: 'Etc/GMT+1', network: { address: '::1/128', gateway: '::2', nameServers: ['::3'] }, script: '#!/bin/sh' }
    expect(checkInitialization(InitializationInput.parse(right))).toEqual([])
    expect(checkInitialization(InitializationInput.parse({}))).toEqual([])
  })
})
