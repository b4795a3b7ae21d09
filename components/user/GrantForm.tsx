'use client'
import { useQuery } from '@tanstack/react-query'
import type { User } from '@/server/contract/api/activity'
import type { RoleName } from '@/server/contract/api/session'
import { api, client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { chosenFindings } from '@/components/ui/form/nameCheck'
import { RadioField } from '@/components/ui/form/RadioField'
import { SelectField } from '@/components/ui/form/SelectField'
import { userMessages } from './messages'

type On = 'system' | 'datacenter' | 'cluster' | 'vm'
interface Values {
  role: RoleName
  objectType: On
  objectId: string
}

/** Objects of a type, by name. Only the chosen type is asked for. */
function useObjects(on: On): { id: string; name: string }[] {
  const input = { limit: 500, sort: 'name' }
  const datacenters = useQuery({ ...api.datacenter.list.queryOptions({ input }), enabled: on === 'datacenter' })
  const clusters = useQuery({ ...api.cluster.list.queryOptions({ input }), enabled: on === 'cluster' })
  const vms = useQuery({ ...api.vm.list.queryOptions({ input }), enabled: on === 'vm' })
  return { system: [], datacenter: datacenters.data?.items ?? [], cluster: clusters.data?.items ?? [], vm: vms.data?.items ?? [] }[on]
}

/** A role on the whole system or on one object and all below it. */
export function GrantForm({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useText(userMessages)
  const common = useText(commonMessages)
  const initial: Values = { role: 'UserRole', objectType: 'system', objectId: '' }
  const form = useForm({
    initial,
    check: v => (v.objectType === 'system' ? [] : chosenFindings('objectId', v.objectId)),
    submit: (v, idempotencyKey) =>
      client.user.grant(
        { id: user.id, role: v.role, objectType: v.objectType, objectId: v.objectType === 'system' ? null : v.objectId },
        { context: { idempotencyKey } },
      ),
    onDone: onClose,
  })
  const { objectType } = form.values
  const objects = useObjects(objectType)
  const on = form.field('objectType')
  return (
    <FormDialog title={t('grantTitle', { name: user.username })} form={form} submitLabel={t('grantLabel')} onClose={onClose}>
      <RadioField
        {...form.field('role')}
        label={t('role')}
        choices={[
          { value: 'UserRole', label: t('UserRole') },
          { value: 'ReadOnlyAdmin', label: t('ReadOnlyAdmin') },
          { value: 'SuperUser', label: t('SuperUser') },
        ]}
      />
      <SelectField
        {...on}
        onChange={value => form.change({ objectType: value, objectId: '' })}
        label={t('on')}
        choices={[
          { value: 'system', label: t('everything') },
          { value: 'datacenter', label: common('datacenter') },
          { value: 'cluster', label: common('cluster') },
          { value: 'vm', label: common('vm') },
        ]}
      />
      {objectType === 'system' ? null : (
        <SelectField {...form.field('objectId')} label={t('onWhat')} isRequired placeholder="" choices={objects.map(o => ({ value: o.id, label: o.name }))} />
      )}
    </FormDialog>
  )
}
