import type { HostFacts } from '@/server/contract/agent/host'

type Interface = HostFacts['interfaces'][number]

/** What `ip -json -details address` tells of one interface (iproute2); only what is used here. */
interface IpAddress {
  ifname: string
  link_type?: string
  address?: string
  operstate?: string
  mtu?: number
  linkinfo?: { info_kind?: string }
  addr_info?: { local?: string; prefixlen?: number }[]
}

const states: Record<string, Interface['state']> = { UP: 'up', DOWN: 'down', LOWERLAYERDOWN: 'down' }

/**
 * Interfaces from `ip -json -details address`: unlike /sys it shows the network namespace the agent runs in. Left out are
 * the loopback and the taps of running machines. `speeds` = Mbps by name, where the driver tells.
 */
export const parseInterfaces = (json: string, speeds: Record<string, number | null> = {}): Interface[] =>
  (JSON.parse(json) as IpAddress[])
    .filter(({ ifname, link_type: type, linkinfo }) => type !== 'loopback' && !(linkinfo?.info_kind === 'tun' && /^(vnet|tap)\d+$/.test(ifname)))
    .map(({ ifname, address, operstate, mtu, linkinfo, addr_info: addresses }) => ({
      name: ifname,
      mac: address ?? '',
      state: states[operstate ?? ''] ?? 'unknown',
      speedMbps: speeds[ifname] ?? null,
      mtu: mtu ?? 0,
      kind: linkinfo?.info_kind ?? 'physical',
      addresses: (addresses ?? []).flatMap(({ local, prefixlen }) => (local ? [`${local}/${prefixlen ?? 32}`] : [])),
    }))
