'use client'
import { useState, type ReactNode } from 'react'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import type { InfrastructureObject } from '@/components/infrastructure/object'
import { useObjectActions } from '@/components/infrastructure/useObjectActions'
import type { ActionItem } from '@/components/ui/action'
import { later } from '@/components/ui/later'

const EvacuateHost = later(() => import('@/components/migration/EvacuateHost').then(m => m.EvacuateHost))

/** What can be done to a host, for its row menu and its page. @param onRemoved the page leaves then */
export function useHostActions(onRemoved?: () => void): { items: (host: InfrastructureObject) => ActionItem[]; dialogs: ReactNode } {
  const common = useText(commonMessages)
  const [evacuated, setEvacuated] = useState<InfrastructureObject | null>(null)
  const actions = useObjectActions('host', onRemoved)
  return {
    items: host => {
      const [edit, ...rest] = actions.items(host)
      const state = host.actions.evacuate
      return [
        ...(edit ? [edit] : []),
        { id: 'evacuate', label: common('evacuate'), ...(state ? { state } : {}), onSelect: () => setEvacuated(host) },
        ...rest,
      ]
    },
    dialogs: (
      <>
        {evacuated ? <EvacuateHost host={evacuated} onClose={() => setEvacuated(null)} /> : null}
        {actions.dialogs}
      </>
    ),
  }
}
