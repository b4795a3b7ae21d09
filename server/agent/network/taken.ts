import { parseXml } from '@/server/domain/xml/parse'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { run } from '@/server/agent/facts/run'
import { parseSubnet } from './subnet'
import type { Subnet } from './subnet'
import { viewNetwork } from './xml'

interface Route {
  dst?: string
}
interface Address {
  addr_info?: { local?: string; prefixlen?: number }[]
}

const json = async <Item>(args: readonly string[]): Promise<Item[]> => {
  const { code, stdout } = await run('ip', args)
  return code === 0 && stdout.trim() !== '' ? (JSON.parse(stdout) as Item[]) : []
}

/** IPv4 networks that the host reaches, has addresses in, or that other libvirt networks are defined with. */
export const takenSubnets = async (libvirt: Libvirt): Promise<Subnet[]> => {
  const [routes, addresses, networks] = await Promise.all([
    json<Route>(['-json', '-4', 'route', 'show', 'table', 'all']),
    json<Address>(['-json', '-4', 'address', 'show']),
    libvirt.network.list(),
  ])
  const defined = await Promise.all(networks.map(async (network) => viewNetwork(parseXml(await libvirt.network.xml(network))).subnets))
  const own = addresses.flatMap(({ addr_info: infos }) => (infos ?? []).flatMap(({ local, prefixlen }) => (local ? [`${local}/${prefixlen ?? 32}`] : [])))
  return [...routes.map(({ dst }) => dst ?? ''), ...own].flatMap((each) => parseSubnet(each) ?? []).concat(defined.flat())
}

/** Is there a bridge of that name on the host? */
export const bridgeExists = async (bridge: string): Promise<boolean> =>
  (await json<{ ifname?: string }>(['-json', 'link', 'show', 'type', 'bridge'])).some(({ ifname }) => ifname === bridge)
