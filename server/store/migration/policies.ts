import type { MigrationPolicy } from '@/server/contract/agent/migration'
import { PolicySettings } from '@/server/contract/api/migration'
import type { Policy } from '@/server/contract/api/migration'
import { migrationPolicies, policyNames } from '@/server/domain/migration/policy'
import type { Tx } from '../db'

/** The policies that people have made, by their ids. */
export async function ownPolicies(tx: Tx): Promise<Map<string, MigrationPolicy>> {
  const rows = await tx.migrationPolicy.findMany({ select: { id: true, name: true, settings: true } })
  return new Map(rows.map(({ id, name, settings }) => [id, { name, ...PolicySettings.parse(settings) }]))
}

/** All policies, oVirt's first, with what uses each. */
export async function listPolicies(tx: Tx): Promise<Policy[]> {
  const [rows, clusters, vms] = await Promise.all([
    tx.migrationPolicy.findMany({ orderBy: { name: 'asc' } }),
    tx.cluster.groupBy({ by: ['migrationPolicy'], _count: true }),
    tx.vm.groupBy({ by: ['migrationPolicy'], _count: true, where: { migrationPolicy: { not: null } } }),
  ])
  const used = (id: string) => ({
    clusterCount: clusters.find(({ migrationPolicy }) => migrationPolicy === id)?._count ?? 0,
    vmCount: vms.find(({ migrationPolicy }) => migrationPolicy === id)?._count ?? 0,
  })
  return [
    ...policyNames.map(id => {
      const { name, ...settings } = migrationPolicies[id]
      return { id, name, description: '', builtIn: true, generation: 1, settings, ...used(id) }
    }),
    ...rows.map(({ id, name, description, generation, settings }) => ({
      id, name, description, builtIn: false, generation, settings: PolicySettings.parse(settings), ...used(id),
    })),
  ]
}
