import type { Codec, Decoded } from '@/server/libvirt/xdr/codec'
import { array, first, map, struct, withDefault } from '@/server/libvirt/xdr/compose'
import { int, string, uint } from '@/server/libvirt/xdr/primitives'
import { uuid } from '@/server/libvirt/xdr/special'

/** How libvirt names its objects on the wire. What a lookup or list returns can be passed to any call. */

const wireDomain = struct({ name: string, uuid, id: int })
/** `id` is -1 while the domain does not run. */
export type Domain = Decoded<typeof wireDomain>
/** The drivers find a domain by its uuid; the name only serves their messages, so it may be left out. */
export type DomainRef = { readonly uuid: string; readonly name?: string; readonly id?: number }
export const domain: Codec<Domain, DomainRef> = map(wireDomain, (wire) => wire, ({ uuid: id, name = id, id: number = -1 }: DomainRef) => ({
  name,
  uuid: id,
  id: number,
}))

const named = struct({ name: string, uuid })
export type Network = Decoded<typeof named>
export type StoragePool = Decoded<typeof named>
export type NamedRef = { readonly uuid: string; readonly name?: string }
export const network: Codec<Network, NamedRef> = map(named, (wire) => wire, ({ uuid: id, name = id }: NamedRef) => ({ name, uuid: id }))
export const storagePool: Codec<StoragePool, NamedRef> = network

export const storageVolume = struct({ pool: string, name: string, key: string })
/** `pool` is the pool's name, `key` usually the path. */
export type StorageVolume = Decoded<typeof storageVolume>

export const nodeDevice = struct({ name: string })
export type NodeDevice = Decoded<typeof nodeDevice>

export const hostInterface = struct({ name: string, mac: string })
export type HostInterface = Decoded<typeof hostInterface>

export const secret = struct({ uuid, usageType: int, usageId: string })
export type Secret = Decoded<typeof secret>

export const snapshot = struct({ name: string, domain })
export type Snapshot = Decoded<typeof snapshot>

/** Nearly every call has them last; none set unless told. */
export const flags = withDefault(uint, 0)

/** int used as a truth value. */
export const truth: Codec<boolean> = map(int, (value) => value !== 0, (value: boolean) => (value ? 1 : 0))

/** `<>` followed by its length once more: what the ListAll procedures return. */
export function list<Out>(item: Codec<Out, never>): Codec<Out[], never> {
  return first(array(item), uint)
}
