import { AppError } from '@/server/domain/error'
import { buildXml } from '@/server/domain/xml/build'
import { parseXml } from '@/server/domain/xml/parse'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'
import type { Agent } from '@/server/agent/agent'
import { fromLibvirt } from '@/server/agent/vms/libvirt-error'
import { connected } from '@/server/agent/vms/on-vm'
import { formatSubnet, freeSubnet, parseSubnet } from './subnet'
import type { Subnet } from './subnet'
import { bridgeExists, takenSubnets } from './taken'
import { buildBridgeNetwork, buildNatNetwork, viewNetwork } from './xml'
import type { NetworkView } from './xml'

type Forward = { mode: 'nat'; subnet: string | null } | { mode: 'bridge'; bridge: string }

export interface EnsureNetwork {
  name: string
  forward: Forward
}
export interface NetworkState {
  name: string
  bridge: string
  active: boolean
}

const subject = (name: string) => ({ type: 'network', name })

/** Errors: BAD_INPUT for anything but an IPv4 network with room for machines. */
const givenSubnet = (text: string): Subnet => {
  const subnet = parseSubnet(text)
  if (!subnet || subnet.prefix < 8 || subnet.prefix > 29)
    throw new AppError('BAD_INPUT', `“${text}” is not an IPv4 network such as 192.168.150.0/24.`, { field: 'forward.subnet' })
  return subnet
}

/** The existing network, null when there is none. */
export const findNetwork = async (libvirt: Libvirt, name: string): Promise<NetworkView | null> => {
  try {
    return viewNetwork(parseXml(await libvirt.network.xml(await libvirt.network.lookupByName({ name }))))
  } catch (error) {
    if (isLibvirtError(error, 'NO_NETWORK')) return null
    throw error
  }
}

const fits = (present: NetworkView, forward: Forward): boolean => {
  if (present.mode !== forward.mode) return false
  if (forward.mode === 'bridge') return present.bridge === forward.bridge
  return forward.subnet === null || present.subnets.some((subnet) => formatSubnet(subnet) === formatSubnet(givenSubnet(forward.subnet ?? '')))
}

const chooseSubnet = async (libvirt: Libvirt, name: string, wanted: string | null): Promise<Subnet> => {
  if (wanted !== null) return givenSubnet(wanted)
  const subnet = freeSubnet(await takenSubnets(libvirt))
  if (!subnet)
    throw new AppError('IN_USE', `Every private address range is taken on this host: network “${name}” cannot be made.`, {
      subject: subject(name),
      hint: 'Name a subnet.',
    })
  return subnet
}

const wantedXml = async (libvirt: Libvirt, { name, forward }: EnsureNetwork, uuid: string | null): Promise<string> => {
  if (forward.mode === 'nat') return buildXml(buildNatNetwork(name, await chooseSubnet(libvirt, name, forward.subnet), uuid))
  if (!(await bridgeExists(forward.bridge)))
    throw new AppError('NOT_FOUND', `The host has no bridge “${forward.bridge}” for network “${name}”.`, { subject: subject(name), field: 'forward.bridge' })
  return buildXml(buildBridgeNetwork(name, forward.bridge, uuid))
}

/** A network that is not as wanted is made anew; not under the feet of machines that use it. Errors: IN_USE. */
const redefine = async (libvirt: Libvirt, call: EnsureNetwork, present: NetworkView): Promise<void> => {
  if (present.connections > 0) {
    throw new AppError('IN_USE', `Network “${call.name}” is different on this host, and ${present.connections} of its machines use it.`, {
      subject: subject(call.name),
      hint: 'Stop them, then try again.',
    })
  }
  const xml = await wantedXml(libvirt, call, present.uuid)
  if (await libvirt.network.isActive({ uuid: present.uuid })) await libvirt.network.destroy({ uuid: present.uuid })
  await libvirt.network.defineXml({ xml })
}

/** What libvirt says when a helper of it is missing, in words that name the missing part. */
const reasons: readonly { pattern: RegExp; text: string; hint: string }[] = [
  { pattern: /dnsmasq/i, text: 'its DHCP server (dnsmasq) did not start', hint: 'Install the package dnsmasq-base.' },
  {
    pattern: /iptables|ip6tables|nft|firewall|ebtables/i,
    text: 'address translation could not be set up',
    hint: 'Install the package iptables; the kernel must allow netfilter.',
  },
  { pattern: /already in use by interface/i, text: 'its addresses are already in use on this host', hint: 'Name another subnet.' },
]

const startError = (error: unknown, name: string): AppError => {
  const told = fromLibvirt(error, `start network “${name}”`, subject(name))
  const known = isLibvirtError(error) ? reasons.find(({ pattern }) => pattern.test(error.message)) : undefined
  return known ? new AppError('LIBVIRT', `Network “${name}” cannot be started: ${known.text}.`, { ...told.detail, hint: known.hint }) : told
}

/**
 * A libvirt network of that name is active and starts with the host. Errors: BAD_INPUT, NOT_FOUND (no such bridge), IN_USE
 * (different, and machines use it), LIBVIRT.
 */
export const ensureNetwork = (agent: Agent, call: EnsureNetwork): Promise<NetworkState> =>
  agent.turns.take('networks', async () => {
    const { name, forward } = call
    const libvirt = await connected(agent, 'work')
    try {
      if (forward.mode === 'nat' && forward.subnet !== null) givenSubnet(forward.subnet)
      const present = await findNetwork(libvirt, name)
      if (!present) await libvirt.network.defineXml({ xml: await wantedXml(libvirt, call, null) })
      else if (!fits(present, forward)) await redefine(libvirt, call, present)
      const network = await libvirt.network.lookupByName({ name })
      if (!(await libvirt.network.isActive(network))) {
        await libvirt.network.create(network).catch(async (error: unknown) => {
          // One that never worked is not left behind; one that did may work again after a repair.
          if (!present) await libvirt.network.undefine(network).catch(() => undefined)
          throw startError(error, name)
        })
      }
      await libvirt.network.setAutostart(network, { autostart: true })
      return { name, bridge: await libvirt.network.bridgeName(network), active: true }
    } catch (error) {
      throw fromLibvirt(error, `set up network “${name}”`, subject(name))
    }
  })
