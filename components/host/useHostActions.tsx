'use client'
import { useState, type ReactNode } from 'react'
import { checkTechnicalName } from '@/server/domain/name'
import type { ActionState } from '@/server/contract/api/common'
import { client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { EditDialog } from '@/components/shell/EditDialog'
import type { ActionItem } from '@/components/ui/action'
import { ConfirmDialog } from '@/components/ui/ConfirmDialog'
import { migrationMessages } from '@/components/migration/messages'
import { hostMessages } from './messages'

interface HostLike {
  id: string
  name: string
  description: string
  generation: number
  actions: Record<string, ActionState>
}

/** What can be done to a host, for its row menu and its page. @param onRemoved the page leaves then */
export function useHostActions(onRemoved?: () => void): { items: (host: HostLike) => ActionItem[]; dialogs: ReactNode } {
  const t = useText(hostMessages)
  const moving = useText(migrationMessages)
  const common = useText(commonMessages)
  const [open, setOpen] = useState<{ what: 'edit' | 'evacuate' | 'remove'; host: HostLike } | null>(null)
  const remove = useCommand((host: HostLike) => client.host.remove({ id: host.id }), {
    failed: host => t('removeFailed', { name: host.name }),
    done: (_, host) => t('removed', { name: host.name }),
    onDone: () => onRemoved?.(),
  })
  const evacuate = useCommand((host: HostLike) => client.migration.evacuate({ id: host.id }), {
    failed: host => moving('evacuateFailed', { name: host.name }),
    done: ({ jobIds, left }) => moving('evacuated', { count: jobIds.length, left: left.length }),
  })
  const close = () => setOpen(null)
  const item = (host: HostLike, what: 'edit' | 'evacuate' | 'remove', label: string): ActionItem => {
    const state = host.actions[what]
    return { id: what, label, ...(state ? { state } : {}), onSelect: () => setOpen({ what, host }) }
  }
  return {
    items: host => [
      { ...item(host, 'edit', common('edit')), primary: true },
      item(host, 'evacuate', moving('evacuate')),
      { ...item(host, 'remove', t('remove')), danger: true },
    ],
    dialogs:
      open?.what === 'edit' ? (
        <EditDialog
          object={open.host}
          rule={checkTechnicalName}
          load={client.host.get}
          save={(change, ifMatch) => client.host.update(change, { context: { ifMatch } })}
          onClose={close}
        />
      ) : open?.what === 'evacuate' ? (
        <ConfirmDialog title={moving('evacuateTitle', { name: open.host.name })} confirmLabel={moving('evacuate')} onConfirm={() => evacuate.mutate(open.host)} onClose={close}>
          {moving('evacuateBody')}
        </ConfirmDialog>
      ) : open ? (
        <ConfirmDialog title={t('removeTitle', { name: open.host.name })} confirmLabel={t('remove')} onConfirm={() => remove.mutate(open.host)} onClose={close}>
          {t('removeBody')}
        </ConfirmDialog>
      ) : null,
  }
}
