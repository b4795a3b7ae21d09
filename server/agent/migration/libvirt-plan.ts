import type { MigrationPlan } from '@/server/contract/agent/migration'
import { migrationName } from '@/server/domain/pki/name'
import { MigrateFlag } from '@/server/libvirt/flags'
import type { TypedParam } from '@/server/libvirt/procedures/typedParams'
import { libvirtPki } from './libvirt-tls'

/** libvirt at the destination, and where this host's own libvirtd has what it shows there. */
export const destinationUri = ({ destinationUri: uri }: MigrationPlan): string => (uri.startsWith('qemu+tls://') ? `${uri}?pkipath=${libvirtPki}` : uri)

const flag = (wanted: boolean, bits: number): number => (wanted ? bits : 0)

/** VIR_MIGRATE_* of a plan. The source keeps its definition: it is removed when it is known that the machine has arrived. */
export const migrateFlags = ({ mode, storage, tls, unsafe, policy }: MigrationPlan): number => {
  const common = MigrateFlag.PEER2PEER | MigrateFlag.PERSIST_DEST | flag(unsafe, MigrateFlag.UNSAFE)
  if (mode === 'offline') return common | MigrateFlag.OFFLINE
  return (
    common |
    MigrateFlag.LIVE |
    MigrateFlag.ABORT_ON_ERROR |
    flag(policy.autoConverge, MigrateFlag.AUTO_CONVERGE) |
    flag(policy.compressed, MigrateFlag.COMPRESSED) |
    flag(policy.parallel !== null, MigrateFlag.PARALLEL) |
    flag(policy.onStall.some(({ kind }) => kind === 'post-copy'), MigrateFlag.POSTCOPY) |
    flag(tls, MigrateFlag.TLS) |
    flag(storage.copy === 'full', MigrateFlag.NON_SHARED_DISK) |
    flag(storage.copy === 'incremental', MigrateFlag.NON_SHARED_INC)
  )
}

const big = (field: string, value: number | null): TypedParam[] => (value === null ? [] : [{ field, type: 'ullong', value: BigInt(value) }])

/** The machine as it shall be at the destination, where that differs: while it runs, and from its next start on. */
export interface DestinationXml {
  live: string
  persistent: string
}

/** VIR_MIGRATE_PARAM_* of a plan. */
export const migrateParams = ({ mode, storage, migrateUri, tls, destinationHostId, policy }: MigrationPlan, xml: DestinationXml | null): TypedParam[] => {
  if (mode === 'offline') return []
  return [
    ...(migrateUri ? [{ field: 'migrate_uri', type: 'string' as const, value: migrateUri }] : []),
    // The certificate names the host, not the address that its memory is sent to.
    ...(tls ? [{ field: 'tls.destination', type: 'string' as const, value: migrationName(destinationHostId) }] : []),
    ...(xml ? [{ field: 'destination_xml', type: 'string' as const, value: xml.live }, { field: 'persistent_xml', type: 'string' as const, value: xml.persistent }] : []),
    ...big('bandwidth', policy.bandwidthMiBps),
    ...(policy.parallel === null ? [] : [{ field: 'parallel.connections', type: 'int' as const, value: policy.parallel }]),
    ...(storage.copy === 'none' ? [] : storage.targets.map(value => ({ field: 'migrate_disks', type: 'string' as const, value }))),
  ]
}
