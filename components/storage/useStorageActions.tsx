'use client'
import { useState, type ReactNode } from 'react'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { useText } from '@/components/i18n/useText'
import { useObjectActions } from '@/components/infrastructure/useObjectActions'
import type { ActionItem } from '@/components/ui/action'
import { later } from '@/components/ui/later'
import { storageMessages } from './messages'

const ConfirmStorage = later(() => import('./ConfirmStorage').then(m => m.ConfirmStorage))
const SpaceForm = later(() => import('./SpaceForm').then(m => m.SpaceForm))

/** What is asked about first. */
export type Asked = 'maintenance' | 'format'
interface Open {
  what: Asked | 'limits'
  domain: StorageDomain
}

/** All that can be done to a storage domain, for its row menu and its page. @param onGone the page leaves then */
export function useStorageActions(onGone: () => void = () => undefined): { items: (domain: StorageDomain) => ActionItem[]; dialogs: ReactNode } {
  const t = useText(storageMessages)
  const [open, setOpen] = useState<Open | null>(null)
  const actions = useObjectActions('storage-domain', onGone)
  const rest = useCommand((domain: StorageDomain) => client.storageDomain.maintenance({ id: domain.id }), {
    failed: ({ name }) => t('maintenanceFailed', { name }), done: (_, { name }) => t('maintenanceDone', { name }),
  })
  const activate = useCommand((domain: StorageDomain) => client.storageDomain.activate({ id: domain.id }), {
    failed: ({ name }) => t('activateFailed', { name }), done: (_, { name }) => t('activated', { name }),
  })
  const format = useCommand(({ id, name }: StorageDomain) => client.storageDomain.format({ id, name }), {
    failed: ({ name }) => t('formatFailed', { name }), done: (_, { name }) => t('formatted', { name }), onDone: onGone,
  })
  const close = () => setOpen(null)
  const item = (domain: StorageDomain, id: 'maintenance' | 'activate' | 'format', onSelect: () => void): ActionItem => {
    const state = domain.actions[id]
    return { id, label: t(id), ...(state ? { state } : {}), onSelect }
  }
  const lifeOf = (domain: StorageDomain): ActionItem =>
    domain.status === 'maintenance' || domain.status === 'inactive'
      ? { ...item(domain, 'activate', () => activate.mutate(domain)), primary: true }
      : { ...item(domain, 'maintenance', () => setOpen({ what: 'maintenance', domain })), primary: true }
  const more = (domain: StorageDomain): ActionItem[] =>
    domain.status === 'inactive' ? [item(domain, 'maintenance', () => setOpen({ what: 'maintenance', domain }))] : []
  const limits = (domain: StorageDomain): ActionItem => {
    const state = domain.actions.edit
    return { id: 'limits', label: t('limits'), ...(state ? { state } : {}), onSelect: () => setOpen({ what: 'limits', domain }) }
  }
  return {
    items: domain => {
      const [edit, ...others] = actions.items(domain)
      return [
        ...(edit ? [edit] : []), lifeOf(domain), ...more(domain), limits(domain),
        { ...item(domain, 'format', () => setOpen({ what: 'format', domain })), danger: true }, ...others,
      ]
    },
    dialogs: (
      <>
        {open?.what === 'limits' ? <SpaceForm domain={open.domain} onClose={close} /> : null}
        {open && open.what !== 'limits' ? (
          <ConfirmStorage what={open.what} domain={open.domain} onConfirm={() => (open.what === 'format' ? format : rest).mutate(open.domain)} onClose={close} />
        ) : null}
        {actions.dialogs}
      </>
    ),
  }
}
