/** An IPv4 network: address and mask as unsigned 32-bit numbers. */
export interface Subnet {
  address: number
  prefix: number
}

const maskOf = (prefix: number): number => (prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0)

const dotted = (address: number): string => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')

/** `10.1.2.0/24` or a bare address; null for anything else, IPv6 too. Host bits are cleared. */
export const parseSubnet = (text: string): Subnet | null => {
  const [, a, b, c, d, length = '32'] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text) ?? []
  const octets = [a, b, c, d].map(Number)
  const prefix = Number(length)
  if (a === undefined || octets.some((octet) => octet > 255) || prefix > 32) return null
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0)
  return { address: (address & maskOf(prefix)) >>> 0, prefix }
}

export const formatSubnet = ({ address, prefix }: Subnet): string => `${dotted(address)}/${prefix}`

/** Have the two an address in common? */
export const overlap = (a: Subnet, b: Subnet): boolean => {
  const mask = maskOf(Math.min(a.prefix, b.prefix))
  return (a.address & mask) >>> 0 === (b.address & mask) >>> 0
}

/** 192.168.124.0/24 … 192.168.254.0/24, then 10.200.0.0/24 … 10.200.255.0/24: not what home routers and offices begin with. */
const candidates = (): Subnet[] =>
  [
    ...Array.from({ length: 131 }, (_, index) => parseSubnet(`192.168.${124 + index}.0/24`)),
    ...Array.from({ length: 256 }, (_, index) => parseSubnet(`10.200.${index}.0/24`)),
  ].flatMap((subnet) => subnet ?? [])

/** The first /24 that collides with nothing in use; null when all are taken. A default route (prefix 0) takes nothing. */
export const freeSubnet = (taken: readonly Subnet[]): Subnet | null => {
  const real = taken.filter(({ prefix }) => prefix > 0)
  return candidates().find((candidate) => !real.some((other) => overlap(candidate, other))) ?? null
}

/** The addresses of a network as libvirt wants them: the host takes the first, DHCP gives out the rest. Prefix at most 29. */
export const natAddresses = ({ address, prefix }: Subnet) => ({
  gateway: dotted(address + 1),
  netmask: dotted(maskOf(prefix)),
  first: dotted(address + 2),
  last: dotted((address | ~maskOf(prefix)) - 1),
})
