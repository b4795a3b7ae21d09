'use client'
import { useState, type ReactNode } from 'react'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { useText } from '@/components/i18n/useText'
import { useObjectActions } from '@/components/infrastructure/useObjectActions'
import type { ActionItem } from '@/components/ui/action'
import { later } from '@/components/ui/later'
import { importMessages } from './importMessages'
import { storageMessages } from './messages'

const ConfirmStorage = later(() => import('./ConfirmStorage').then(m => m.ConfirmStorage))
const SpaceForm = later(() => import('./SpaceForm').then(m => m.SpaceForm))
const AttachStorage = later(() => import('./AttachStorage').then(m => m.AttachStorage))

/** What is asked about first. */
export type Asked = 'maintenance' | 'detach' | 'format' | 'destroy'
interface Open {
  what: Asked | 'limits' | 'attach'
  domain: StorageDomain
}

/** The calls, each with its words. */
function useCalls(onGone: () => void) {
  const t = useText(storageMessages)
  const i = useText(importMessages)
  return {
    maintenance: useCommand((domain: StorageDomain) => client.storageDomain.maintenance({ id: domain.id }), {
      failed: ({ name }) => t('maintenanceFailed', { name }), done: (_, { name }) => t('maintenanceDone', { name }),
    }),
    activate: useCommand((domain: StorageDomain) => client.storageDomain.activate({ id: domain.id }), {
      failed: ({ name }) => t('activateFailed', { name }), done: (_, { name }) => t('activated', { name }),
    }),
    format: useCommand(({ id, name }: StorageDomain) => client.storageDomain.format({ id, name }), {
      failed: ({ name }) => t('formatFailed', { name }), done: (_, { name }) => t('formatted', { name }), onDone: onGone,
    }),
    detach: useCommand(({ id }: StorageDomain) => client.storageDomain.detach({ id }), { failed: ({ name }) => i('detachFailed', { name }) }),
    destroy: useCommand(({ id, name }: StorageDomain) => client.storageDomain.destroy({ id, name }), { failed: ({ name }) => i('destroyFailed', { name }), onDone: onGone }),
  }
}

/** All that can be done to a storage domain, for its row menu and its page. @param onGone the page leaves then */
export function useStorageActions(onGone: () => void = () => undefined): { items: (domain: StorageDomain) => ActionItem[]; dialogs: ReactNode } {
  const t = useText(storageMessages)
  const i = useText(importMessages)
  const [open, setOpen] = useState<Open | null>(null)
  const actions = useObjectActions('storage-domain', onGone)
  const calls = useCalls(onGone)
  const close = () => setOpen(null)
  const item = (domain: StorageDomain, id: Asked | 'activate' | 'attach', label: string): ActionItem => {
    const state = domain.actions[id]
    const onSelect = () => (id === 'activate' ? calls.activate.mutate(domain) : setOpen({ what: id, domain }))
    return { id, label, ...(state ? { state } : {}), onSelect }
  }
  /** The steps that make sense now come first; the others say why they can't be taken. */
  const lifeOf = (domain: StorageDomain): ActionItem[] => {
    const [rest, wake] = [item(domain, 'maintenance', t('maintenance')), item(domain, 'activate', t('activate'))]
    if (domain.datacenter === null) return [{ ...item(domain, 'attach', i('attach')), primary: true }]
    if (domain.status === 'maintenance') return [{ ...wake, primary: true }, item(domain, 'detach', i('detach'))]
    return [{ ...rest, primary: true }, ...(domain.status === 'inactive' ? [wake] : []), item(domain, 'detach', i('detach'))]
  }
  const limits = (domain: StorageDomain): ActionItem => {
    const state = domain.actions.edit
    return { id: 'limits', label: t('limits'), ...(state ? { state } : {}), onSelect: () => setOpen({ what: 'limits', domain }) }
  }
  const dialog = (): ReactNode => {
    if (!open) return null
    const { what, domain } = open
    if (what === 'limits') return <SpaceForm domain={domain} onClose={close} />
    if (what === 'attach') return <AttachStorage domain={domain} onClose={close} />
    return <ConfirmStorage what={what} domain={domain} onConfirm={() => calls[what].mutate(domain)} onClose={close} />
  }
  return {
    items: domain => {
      const [edit, ...others] = actions.items(domain)
      return [
        ...(edit ? [edit] : []), ...lifeOf(domain), limits(domain),
        { ...item(domain, 'format', t('format')), danger: true }, { ...item(domain, 'destroy', i('destroy')), danger: true }, ...others,
      ]
    },
    dialogs: (
      <>
        {dialog()}
        {actions.dialogs}
      </>
    ),
  }
}
