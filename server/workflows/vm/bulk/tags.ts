import type { BulkOptions } from '@/server/contract/api/bulk'
import type { Reason } from '@/server/contract/api/common'
import { checkProperties } from '@/server/domain/vm/properties'
import { change } from '@/server/store/change'
import type { Tx } from '@/server/store/db'
import { appendEvent } from '@/server/store/event'
import { vmProperties, writeProperties } from '@/server/store/vm/properties'

/** Adds and takes away tags; answers what is wrong with the result. */
export async function changeTags(
  tx: Tx, vm: { id: string; name: string }, { addTags, removeTags }: Pick<BulkOptions, 'addTags' | 'removeTags'>, user: { id: string; username: string } | null,
): Promise<Reason | null> {
  const { tags } = await vmProperties(tx, vm.id)
  const wanted = [...new Set([...tags, ...addTags])].filter(tag => !removeTags.includes(tag))
  const [finding] = checkProperties({ tags: wanted })
  if (finding) return { code: finding.code, params: finding.params, text: finding.text }
  const changed = await writeProperties(tx, vm.id, { tags: wanted })
  if (changed.length === 0) return null
  await change(tx, 'vms', vm.id)
  await appendEvent(tx, { code: 'vm.updated', params: { name: vm.name, fields: 'tags' }, message: `${vm.name}: changed tags.`, subject: { type: 'vm', id: vm.id, name: vm.name }, user })
  return null
}
