'use client'
import { useEffect, useState, type ReactNode } from 'react'
import type { UploadFormat } from '@/server/contract/agent/upload'
import { useMay } from '@/components/data/useSession'
import { useText } from '@/components/i18n/useText'
import type { ActionItem } from '@/components/ui/action'
import { later } from '@/components/ui/later'
import { uploadAction } from './action'

const UploadDialog = later(() => import('./UploadDialog').then(m => m.UploadDialog))

interface Options {
  storageDomainId?: string
  format?: UploadFormat
}

const carriesFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false

/** The button *Upload* of a page, and files dropped anywhere on it. */
export function useUploading({ storageDomainId, format }: Options = {}): { item: ActionItem; dialog: ReactNode } {
  const t = useText(uploadAction)
  const state = useMay('disk.create')
  const [open, setOpen] = useState<{ file: File | null } | null>(null)
  const { allowed } = state
  useEffect(() => {
    if (!allowed) return
    const over = (event: DragEvent) => {
      // Without this the browser would leave the page for the file.
      if (carriesFile(event)) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      if (!carriesFile(event) || event.defaultPrevented) return
      event.preventDefault()
      setOpen(before => before ?? { file: event.dataTransfer?.files[0] ?? null })
    }
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', drop)
    }
  }, [allowed])
  return {
    item: { id: 'upload', label: t('upload'), state, onSelect: () => setOpen({ file: null }) },
    dialog: open && (
      <UploadDialog file={open.file} {...(storageDomainId ? { storageDomainId } : {})} {...(format ? { format } : {})} onClose={() => setOpen(null)} />
    ),
  }
}
