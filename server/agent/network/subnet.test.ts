import { describe, expect, it } from 'vitest'
import { buildXml } from '@/server/domain/xml/build'
import { parseXml } from '@/server/domain/xml/parse'
import { formatSubnet, freeSubnet, natAddresses, overlap, parseSubnet } from './subnet'
import type { Subnet } from './subnet'
import { buildBridgeNetwork, buildNatNetwork, viewNetwork } from './xml'

const net = (text: string): Subnet => parseSubnet(text) ?? { address: -1, prefix: -1 }
const free = (...taken: string[]) => {
  const found = freeSubnet(taken.map(net))
  return found && formatSubnet(found)
}

describe('subnet', () => {
  it.each([
    ['10.1.2.3/24', '10.1.2.0/24'],
    ['192.168.1.5', '192.168.1.5/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['255.255.255.255/32', '255.255.255.255/32'],
  ])('%s is %s', (text, subnet) => {
    expect(formatSubnet(net(text))).toBe(subnet)
  })
  it.each(['', 'default', '2001:db8::/32', '300.1.1.1/24', '10.0.0.0/33', '10.0.0/24'])('%j is none', (text) => {
    expect(parseSubnet(text)).toBeNull()
  })
  it('overlaps with what lies within, above or beside', () => {
    expect([
      overlap(net('10.0.0.0/8'), net('10.200.3.0/24')),
      overlap(net('10.1.0.0/24'), net('10.1.1.0/24')),
      overlap(net('192.168.124.7'), net('192.168.124.0/24')),
    ]).toEqual([true, false, true])
  })
  it('is free when nothing on the host collides with it', () => {
    expect(free()).toBe('192.168.124.0/24')
    expect(free('0.0.0.0/0', '192.168.124.9/32', '192.168.125.0/24')).toBe('192.168.126.0/24')
    expect(free('192.168.0.0/16')).toBe('10.200.0.0/24')
    expect(free('192.168.0.0/16', '10.0.0.0/8')).toBeNull()
  })
  it('gives the host the first address and the guests the rest', () => {
    expect(natAddresses(net('192.168.124.0/24'))).toEqual({
      gateway: '192.168.124.1',
      netmask: '255.255.255.0',
      first: '192.168.124.2',
      last: '192.168.124.254',
    })
    expect(natAddresses(net('10.0.0.8/29'))).toEqual({ gateway: '10.0.0.9', netmask: '255.255.255.248', first: '10.0.0.10', last: '10.0.0.14' })
  })
})

describe('network XML', () => {
  it('with NAT reads back', () => {
    expect(viewNetwork(parseXml(buildXml(buildNatNetwork('lan & co', net('192.168.130.0/24'), 'u'))))).toEqual({
      uuid: 'u',
      mode: 'nat',
      bridge: '',
      subnets: [net('192.168.130.0/24')],
      connections: 0,
      ours: true,
    })
  })
  it('on a bridge reads back', () => {
    expect(viewNetwork(parseXml(buildXml(buildBridgeNetwork('lan', 'br0', null))))).toEqual({
      uuid: '',
      mode: 'bridge',
      bridge: 'br0',
      subnets: [],
      connections: 0,
      ours: true,
    })
  })
  it('of other tools is understood', () => {
    expect(
      viewNetwork(
        parseXml(
          '<network connections="2"><uuid>u</uuid><forward/><bridge name="virbr0"/><ip address="10.5.0.1" prefix="16"/><ip family="ipv6" address="2001:db8::1" prefix="64"/></network>',
        ),
      ),
    ).toEqual({
      uuid: 'u',
      mode: 'nat',
      bridge: 'virbr0',
      subnets: [net('10.5.0.0/16')],
      connections: 2,
      ours: false,
    })
    expect(viewNetwork(parseXml('<network/>')).mode).toBe('isolated')
  })
})
