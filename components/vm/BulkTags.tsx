'use client'
import type { VmRow } from '@/server/contract/api/vm'
import { checkProperties } from '@/server/domain/vm/properties'
import { client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { TextField } from '@/components/ui/form/TextField'
import { vmMessages } from './messages'
import { parseTags } from './properties'

const nothing = { field: 'addTags', code: 'choose_object', params: {}, text: 'Choose one.' }

/** Gives tags to the selected machines, and takes some away. */
export function BulkTags({ vms, onClose }: { vms: readonly VmRow[]; onClose: () => void }) {
  const t = useText(vmMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const have = [...new Set(vms.flatMap(vm => vm.tags))].sort()
  const form = useForm({
    initial: { addTags: '', removeTags: '' },
    check: ({ addTags, removeTags }) => {
      if (parseTags(addTags).length + parseTags(removeTags).length === 0) return [nothing]
      return checkProperties({ tags: parseTags(addTags) }).map(finding => ({ ...finding, field: 'addTags' }))
    },
    submit: ({ addTags, removeTags }, idempotencyKey) =>
      client.vm.bulk(
        { ids: vms.map(({ id }) => id), action: 'tags', options: { addTags: parseTags(addTags), removeTags: parseTags(removeTags) } }, { context: { idempotencyKey } },
      ),
    onDone: onClose,
  })
  return (
    <FormDialog title={t('tagTitle', { count: vms.length })} form={form} submitLabel={common('save')} onClose={onClose}>
      <TextField {...form.field('addTags')} label={t('addTags')} hint={t('tagsManyHint')} autoComplete="off" />
      <TextField {...form.field('removeTags')} label={t('removeTags')} {...(have.length > 0 ? { hint: t('tagsHave', { tags: f.list(have) }) } : {})} autoComplete="off" />
    </FormDialog>
  )
}
