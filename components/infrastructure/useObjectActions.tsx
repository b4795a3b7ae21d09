'use client'
import { useState, type ReactNode } from 'react'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import type { ActionItem } from '@/components/ui/action'
import { later } from '@/components/ui/later'
import type { ObjectKind } from './kinds'
import type { InfrastructureObject } from './object'

const EditObject = later(() => import('./EditObject').then(m => m.EditObject))
const RemoveObject = later(() => import('./RemoveObject').then(m => m.RemoveObject))

interface ObjectActions {
  items: (object: InfrastructureObject) => ActionItem[]
  /** What the actions open; put it once on the page. */
  dialogs: ReactNode
}

/** Edit and remove, for row menus and detail pages alike. @param onRemoved a detail page leaves then */
export function useObjectActions(kind: ObjectKind, onRemoved: () => void = () => undefined): ObjectActions {
  const common = useText(commonMessages)
  const [open, setOpen] = useState<{ what: 'edit' | 'remove'; object: InfrastructureObject } | null>(null)
  const close = () => setOpen(null)
  const item = (object: InfrastructureObject, what: 'edit' | 'remove'): ActionItem => {
    const state = object.actions[what]
    return { id: what, label: common(what), ...(state ? { state } : {}), onSelect: () => setOpen({ what, object }) }
  }
  return {
    items: object => [...(kind === 'template' ? [] : [{ ...item(object, 'edit'), primary: true }]), { ...item(object, 'remove'), danger: true }],
    dialogs: open && (
      open.what === 'remove' ? <RemoveObject kind={kind} object={open.object} onClose={close} onRemoved={onRemoved} />
      : kind !== 'template' ? <EditObject kind={kind} object={open.object} onClose={close} />
      : null
    ),
  }
}
