import { BlockList, isIP } from 'node:net'

/** IANA's special-purpose registries: what is on no public network. */
const special: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.168.0.0', 16],
  ['198.18.0.0', 15], ['224.0.0.0', 4], ['240.0.0.0', 4],
  ['::', 127], ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8],
  // An IPv4 address inside of an IPv6 one: translated, tunnelled. A mapped one is judged by the rules for IPv4.
  ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['2002::', 16], ['2001::', 32],
]

const blocked = new BlockList()
for (const [network, prefix] of special) blocked.addSubnet(network, prefix, isIP(network) === 6 ? 'ipv6' : 'ipv4')

/** Is it an address of the host itself, its neighbours or a private network? What is no address counts as one. */
export const isPrivateAddress = (address: string): boolean => {
  const family = isIP(address)
  return family === 0 || blocked.check(address, family === 6 ? 'ipv6' : 'ipv4')
}
