'use client'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { User } from '@/server/contract/api/activity'
import { api, client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { useOpenParam } from '@/components/data/useOpenParam'
import { useMay } from '@/components/data/useSession'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ListPage } from '@/components/shell/ListPage'
import { ActionButton } from '@/components/ui/ActionButton'
import { EmptyList } from '@/components/ui/EmptyList'
import { later } from '@/components/ui/later'
import type { Column } from '@/components/ui/table'
import { userMessages } from './messages'

const ConfirmDialog = later(() => import('@/components/ui/ConfirmDialog').then(m => m.ConfirmDialog))
const GrantForm = later(() => import('./GrantForm').then(m => m.GrantForm))
const UserForm = later(() => import('./UserForm').then(m => m.UserForm))

/** Roles in words: "SuperUser", "UserRole on web1". Names of objects come from the inventory tree. */
function useRoles(): (user: User) => string {
  const t = useText(userMessages)
  const { data } = useQuery(api.system.tree.queryOptions())
  return user => {
    const roles = user.roles.map(r => {
      if (r.objectId === null) return r.role
      const object = data?.items.find(i => i.id === r.objectId)?.name ?? r.objectType
      return t('roleOn', { role: r.role, object })
    })
    return roles.join(', ') || t('noRoles')
  }
}

/** Users of the internal domain. */
export function UserListPage() {
  const t = useText(userMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const roles = useRoles()
  const [creating, setCreating] = useOpenParam()
  const [chosen, setChosen] = useState<{ what: 'grant' | 'remove'; user: User } | null>(null)
  const mayGrant = useMay('user.grant', 'system')
  const mayRemove = useMay('user.remove', 'system')
  const remove = useCommand((user: User) => client.user.remove({ id: user.id }), {
    failed: user => t('removeFailed', { name: user.username }),
    done: (_, user) => t('removed', { name: user.username }),
  })
  const close = () => setChosen(null)
  const create = (
    <ActionButton item={{ id: 'create', label: t('create'), state: useMay('user.create', 'system'), onSelect: () => setCreating(true) }} variant="primary" />
  )
  const columns: Column<User>[] = [
    { id: 'username', label: t('username'), sortField: 'username', fixed: true, render: u => u.username },
    { id: 'roles', label: t('roles'), render: roles },
    { id: 'created', label: t('created'), sortField: 'createdAt', render: u => f.dateTime(u.createdAt) },
  ]
  return (
    <ListPage
      id="users"
      label={common('users')}
      columns={columns}
      defaultSort="username"
      searchFields={[{ name: 'username' }, { name: 'role', values: ['SuperUser', 'ReadOnlyAdmin', 'UserRole'] }, { name: 'created' }]}
      query={input => api.user.list.queryOptions({ input })}
      nameOf={u => u.username}
      rowActions={user => [
        { id: 'grant', label: t('grant'), state: mayGrant, onSelect: () => setChosen({ what: 'grant', user }) },
        { id: 'remove', label: t('remove'), danger: true, state: mayRemove, onSelect: () => setChosen({ what: 'remove', user }) },
      ]}
      tools={create}
      empty={<EmptyList title={t('emptyTitle')} body={t('emptyBody')} action={create} />}
      dialogs={
        <>
          {creating ? <UserForm onClose={() => setCreating(false)} /> : null}
          {chosen?.what === 'grant' ? <GrantForm user={chosen.user} onClose={close} /> : null}
          {chosen?.what === 'remove' ? (
            <ConfirmDialog
              title={t('removeTitle', { name: chosen.user.username })}
              confirmLabel={t('remove')}
              onConfirm={() => remove.mutate(chosen.user)}
              onClose={close}
            >
              {t('removeBody', { count: chosen.user.roles.length })}
            </ConfirmDialog>
          ) : null}
        </>
      }
    />
  )
}
