import type { ConvergenceAction, MigrationPolicy } from '@/server/contract/agent/migration'

export const policyNames = ['minimal_downtime', 'suspend_if_needed', 'post_copy', 'very_large', 'legacy'] as const
export type PolicyName = (typeof policyNames)[number]

const downtimes = (...all: number[]): ConvergenceAction[] => all.map(ms => ({ kind: 'downtime', ms }))

const base: Omit<MigrationPolicy, 'name'> = {
  bandwidthMiBps: null, initialDowntimeMs: 100, onStall: [], autoConverge: true, compressed: false, parallel: null, timeoutMsPerGiB: null, stallTimeoutMs: null,
}

/** oVirt's migration policies (RHV-MIG-1). A stalled iteration takes the next action of `onStall`. */
export const migrationPolicies: Record<PolicyName, MigrationPolicy> = {
  minimal_downtime: { ...base, name: 'minimal_downtime', onStall: [...downtimes(150, 200, 300, 400, 500), { kind: 'abort' }] },
  suspend_if_needed: { ...base, name: 'suspend_if_needed', onStall: [...downtimes(150, 200, 300, 400, 500, 5_000), { kind: 'suspend' }] },
  post_copy: { ...base, name: 'post_copy', onStall: [...downtimes(150, 200), { kind: 'post-copy' }] },
  very_large: {
    ...base, name: 'very_large', parallel: 4, onStall: [...downtimes(150, 200, 300, 400, 500, 1_000, 5_000), { kind: 'abort' }],
  },
  legacy: {
    ...base, name: 'legacy', bandwidthMiBps: 52, initialDowntimeMs: 500, autoConverge: false, timeoutMsPerGiB: 64_000, stallTimeoutMs: 240_000,
  },
}

export const defaultPolicy: PolicyName = 'minimal_downtime'
export const asPolicyName = (name: string | null | undefined): PolicyName | null => policyNames.find(known => known === name) ?? null

export interface PolicyChange {
  bandwidthMiBps?: number | null | undefined
  maxDowntimeMs?: number | undefined
  compressed?: boolean | undefined
  autoConverge?: boolean | undefined
  parallel?: number | null | undefined
  /** Limit of the whole migration; replaces that of the policy. */
  timeoutSeconds?: number | undefined
}

/** Own policies by their ids. */
export type OwnPolicies = ReadonlyMap<string, MigrationPolicy>

/** The policy of that name or id; null when there is none. */
export const policyOf = (id: string | null | undefined, own: OwnPolicies): MigrationPolicy | null => {
  const name = asPolicyName(id)
  return name ? migrationPolicies[name] : ((id && own.get(id)) || null)
}

const changed = (policy: MigrationPolicy, change: PolicyChange, memoryMiB: number): MigrationPolicy => ({
  ...policy,
  bandwidthMiBps: change.bandwidthMiBps === undefined ? policy.bandwidthMiBps : change.bandwidthMiBps,
  initialDowntimeMs: change.maxDowntimeMs ?? policy.initialDowntimeMs,
  compressed: change.compressed ?? policy.compressed,
  autoConverge: change.autoConverge ?? policy.autoConverge,
  parallel: change.parallel === undefined ? policy.parallel : change.parallel,
  timeoutMsPerGiB: change.timeoutSeconds ? Math.ceil((change.timeoutSeconds * 1_024_000) / Math.max(1, memoryMiB)) : policy.timeoutMsPerGiB,
})

export interface Wishes {
  /** Name or id of a policy. */
  asked?: string | undefined
  machine?: string | null
  cluster?: string | null
  own: OwnPolicies
  /** Changes to it: the cluster's, then the machine's, then those of this one migration. */
  changes: readonly PolicyChange[]
}

/** The policy that counts: what was asked for, else the machine's, else the cluster's; one that is gone counts as not said. */
export function chosenPolicy({ asked, machine, cluster, own, changes }: Wishes, memoryMiB: number): MigrationPolicy {
  const policy = policyOf(asked, own) ?? policyOf(machine, own) ?? policyOf(cluster, own) ?? migrationPolicies[defaultPolicy]
  return changes.reduce((so, change) => changed(so, change, memoryMiB), policy)
}
