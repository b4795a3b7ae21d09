import type { z } from 'zod'
import type { CreateVm } from '@/server/contract/api/vm'
import { previewVm as preview } from '@/server/domain/vm/preview'
import type { Preview } from '@/server/domain/vm/preview'
import type { Db } from '@/server/store/db'
import { creationFacts } from '@/server/store/vm/ground'
import { clusterLimits } from '@/server/store/vm/placement'

/** Dry run of a creation: the XML and every finding; nothing is written. */
export async function previewVm(db: Db, input: z.output<typeof CreateVm>): Promise<Preview> {
  const { template, network, dataDomain } = await creationFacts(db, input)
  const domain = template?.storageDomain ?? dataDomain
  const hasDisk = (input.diskSizeMiB ?? template?.diskSizeMiB ?? 0) > 0
  return preview(input, await clusterLimits(db, input.clusterId), hasDisk ? { path: `${domain?.path ?? ''}/images/new.qcow2` } : null, network?.name ?? null)
}
