'use client'
import { useRef } from 'react'
import { asProblem } from '@/components/data/problem'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { nameFindings } from '@/components/ui/form/nameCheck'
import { TextField } from '@/components/ui/form/TextField'
import { ClustersField } from './ClustersField'
import { editing, type EditableKind } from './kinds'
import { infrastructureMessages } from './messages'
import type { InfrastructureObject } from './object'

/**
 * Name and description of an object, and the clusters that it is attached to where it can be. When someone else changed it meanwhile
 * (412), the form says so, keeps what was typed, and the next try is based on what is there now.
 */
export function EditObject({ kind, object, onClose }: { kind: EditableKind; object: InfrastructureObject; onClose: () => void }) {
  const t = useText(infrastructureMessages)
  const common = useText(commonMessages)
  const { rule, save, load } = editing[kind]
  const base = useRef(object.generation ?? 0)
  const isHost = object.migrationAddress !== undefined
  const attachable = object.clusters !== undefined
  const form = useForm({
    initial: { name: object.name, description: object.description, clusterIds: object.clusters?.map(c => c.id) ?? null, migrationAddress: object.migrationAddress ?? '' },
    check: values => nameFindings(rule, values.name),
    submit: async ({ clusterIds, migrationAddress, ...values }) => {
      try {
        return await save({ id: object.id, ...values, ...(attachable ? { clusterIds } : {}), ...(isHost ? { migrationAddress: migrationAddress || null } : {}) }, base.current)
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
      {isHost ? <TextField {...form.field('migrationAddress')} label={t('migrationAddress')} help={t('migrationAddressHelp')} placeholder={t('migrationAddressNone')} /> : null}
      {attachable && object.datacenter ? <ClustersField {...form.field('clusterIds')} datacenterId={object.datacenter.id} /> : null}
    </FormDialog>
  )
}
