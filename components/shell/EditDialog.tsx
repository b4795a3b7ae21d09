'use client'
import { useRef } from 'react'
import { checkName, type NameFinding } from '@/server/domain/name'
import { asProblem } from '@/components/data/problem'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { nameFindings } from '@/components/ui/form/nameCheck'
import { TextField } from '@/components/ui/form/TextField'
import { shellMessages } from './messages'

interface Props {
  object: { id: string; name: string; description: string; generation: number }
  /** The server's rule for names of this kind. */
  rule?: (name: string) => NameFinding | null
  /** PATCH with If-Match. */
  save: (change: { id: string; name: string; description: string }, generation: number) => Promise<unknown>
  /** The object as it is now, for its generation after a refusal. */
  load: (input: { id: string }) => Promise<{ generation: number }>
  onClose: () => void
}

/**
 * Name and description of any object. When someone else changed it meanwhile (412), the form says so, keeps what was typed, and the next
 * try is based on what is there now.
 */
export function EditDialog({ object, rule = checkName, save, load, onClose }: Props) {
  const t = useText(shellMessages)
  const common = useText(commonMessages)
  const base = useRef(object.generation)
  const form = useForm({
    initial: { name: object.name, description: object.description },
    check: values => nameFindings(rule, values.name),
    submit: async values => {
      try {
        return await save({ id: object.id, ...values }, base.current)
      } catch (error) {
        if (asProblem(error).code === 'STALE_GENERATION') base.current = (await load({ id: object.id })).generation
        throw error
      }
    },
    onDone: onClose,
  })
  return (
    <FormDialog title={t('editTitle', { name: object.name })} form={form} submitLabel={common('save')} onClose={onClose}>
      <TextField {...form.field('name')} label={common('name')} isRequired autoFocus />
      <TextField {...form.field('description')} label={common('description')} lines={3} />
    </FormDialog>
  )
}
