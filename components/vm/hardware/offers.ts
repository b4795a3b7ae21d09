import type { HostOfferGroup, LackingHosts } from '@/server/contract/api/capability'
import { lackingHosts } from '@/server/domain/capability/lacking-hosts'
import type { Draft } from './draft'
import type { FieldOf } from './field'
import { isWithin, withValue } from './path'

/** Hosts that would not offer the value at that path. `all` = no host that tells what it offers does. */
export function refusing(draft: Draft, groups: readonly HostOfferGroup[], path: string, value: unknown): { hosts: string[]; all: boolean } | null {
  const telling = groups.filter(({ offers }) => offers.capabilities.length > 0)
  const { hosts, others } = lackingHosts(withValue(draft, path, value), telling)
  const found = hosts.filter(({ lacks }) => lacks.some(({ field }) => isWithin(field, path))).map(({ host }) => host.name)
  return found.length === 0 ? null : { hosts: found, all: found.length === hosts.length + others }
}

/** What hosts lack of the machine as it is being edited. */
export const lackingOf = (draft: Draft, groups: readonly HostOfferGroup[]): LackingHosts => lackingHosts(draft, groups)

/** It asks a host for nothing. */
export const isNone = ({ none, min }: FieldOf<'number'>, value: unknown): boolean => value === null || (!none && value === min)

/** What would ask a host for more than nothing: the number itself, or the least above none. */
export const asked = (spec: FieldOf<'number'>, value: unknown): unknown => (!isNone(spec, value) ? value : spec.none ? spec.min : spec.min + 1)
