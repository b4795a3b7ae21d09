import type { z } from 'zod'
import type { CreateVm } from '@/server/contract/api/vm'
import type { AppError } from '@/server/domain/error'
import { sourceOf } from '@/server/domain/vm/creation'
import { previewVm as preview } from '@/server/domain/vm/preview'
import type { Preview, PreviewDisk } from '@/server/domain/vm/preview'
import type { Finding } from '@/server/domain/vm/validate'
import type { Db } from '@/server/store/db'
import { offerGroups } from '@/server/store/vm/capability'
import { clusterLimits } from '@/server/store/vm/placement'
import { planCreation } from './creation-plan'
import type { CreationPlan } from './creation-plan'

const findingOf = ({ code, message, detail }: AppError): Finding =>
  ({ field: detail.field ?? '', code: detail.reason?.code ?? code, params: detail.reason?.params ?? {}, text: message })

function diskOf({ facts: { template, dataDomain, floating }, diskSizeMiB }: CreationPlan): PreviewDisk | null {
  if (floating) return { path: floating.path, format: floating.format === 'raw' ? 'raw' : 'qcow2' }
  const domain = template?.storageDomain ?? dataDomain
  return diskSizeMiB > 0 ? { path: `${domain?.path ?? ''}/images/new.qcow2`, format: 'qcow2' } : null
}

/** Dry run of a creation: the XML and every finding, those of the ground too; nothing is written. */
export async function previewVm(db: Db, input: z.output<typeof CreateVm>): Promise<Preview> {
  const plan = await planCreation(db, input, sourceOf(input))
  const [limits, offers] = await Promise.all([clusterLimits(db, input.clusterId), offerGroups(db, input.clusterId)])
  const { findings, ...rest } = preview(plan.creation, { limits, offers }, diskOf(plan), plan.facts.network?.name ?? null)
  return { ...rest, findings: [...findings, ...plan.problems.map(findingOf)] }
}
