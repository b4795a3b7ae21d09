import { describe, expect, it } from 'vitest'
import { parseAddress, parseCommand } from './options'

describe('the command line', () => {
  it('joins', () => {
    expect(parseCommand(['join', '--manager', 'https://m:8080', '--token', 't', '--address', 'h:1', '--data', '/d'])).toEqual({
      command: 'join',
      manager: 'https://m:8080',
      token: 't',
      address: 'h:1',
      dataDir: '/d',
    })
  })
  it('runs, with defaults', () => {
    expect(parseCommand(['run'])).toEqual({
      command: 'run',
      dataDir: '/var/lib/atrium-agent',
      listen: null,
      libvirtSocket: '/run/libvirt/libvirt-sock',
      emulator: '/usr/bin/qemu-system-x86_64',
      probeKernel: null,
      emulate: false,
      logLevel: 'info',
    })
    expect(parseCommand(['run', '--emulate', '--listen', '0.0.0.0:8443', '--probe-kernel', '/k'])).toMatchObject({
      emulate: true,
      listen: '0.0.0.0:8443',
      probeKernel: '/k',
    })
  })
  it.each([[[]], [['go']], [['join']], [['run', 'now']], [['run', '--nonsense']], [['join', '--manager', 'm', '--token', 't']]])(
    'refuses %j and shows how',
    (argv) => {
      expect(() => parseCommand(argv)).toThrow(expect.objectContaining({ code: 'BAD_INPUT', detail: { hint: expect.stringContaining('Usage:') } }))
    },
  )
  it.each([
    ['127.0.0.1:8443', { host: '127.0.0.1', port: 8443 }],
    ['[::1]:0', { host: '::1', port: 0 }],
    ['host.example:1', { host: 'host.example', port: 1 }],
  ])('address %s', (text, address) => {
    expect(parseAddress(text)).toEqual(address)
  })
  it.each(['host', 'host:', ':1', 'host:99999'])('no address: %s', (text) => {
    expect(() => parseAddress(text)).toThrow(/is not an address/)
  })
})
