import { describe, expect, it } from 'vitest'
import { parseGuestInfo, tame } from './guest-info'

describe('guest info', () => {
  it('takes host name, system and addresses', () => {
    expect(
      parseGuestInfo({
        hostname: 'web1',
        'os.pretty-name': 'Debian GNU/Linux 12 (bookworm)',
        'if.count': 2,
        'if.0.name': 'lo',
        'if.0.addr.count': 1,
        'if.0.addr.0.addr': '127.0.0.1',
        'if.1.name': 'eth0',
        'if.1.addr.count': 3,
        'if.1.addr.0.addr': '10.0.0.5',
        'if.1.addr.1.addr': 'fe80::1',
        'if.1.addr.2.addr': '2001:db8::5',
      }),
    ).toEqual({ hostname: 'web1', os: 'Debian GNU/Linux 12 (bookworm)', addresses: ['10.0.0.5', '2001:db8::5'] })
  })

  it('survives a hostile guest', () => {
    expect(tame('a\u0000b\u001b[31mc\nd\u202ee\u2028f')).toBe('ab[31mcdef')
    expect(tame('x'.repeat(100_000))).toHaveLength(256)
    expect(parseGuestInfo({ hostname: 5, 'if.count': 2_000_000_000, 'if.0.addr.count': -3 })).toEqual({ hostname: '5', os: '', addresses: [] })
    expect(
      parseGuestInfo({
        'if.count': 1,
        'if.0.addr.count': 1e9,
        ...Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`if.0.addr.${n}.addr`, `10.0.0.${n}`])),
      }).addresses,
    ).toHaveLength(64)
    expect(parseGuestInfo({})).toEqual({ hostname: '', os: '', addresses: [] })
  })
})
