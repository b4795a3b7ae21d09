'use client'
import type { DiskRow } from '@/server/contract/api/disk'
import { useText } from '@/components/i18n/useText'
import { diskMessages } from './messages'

/** `qcow2 · thin on debian12` */
export function useFormatOf(): (disk: Pick<DiskRow, 'format' | 'template' | 'allocation'>) => string {
  const t = useText(diskMessages)
  return ({ format, template, allocation }) => {
    if (template && allocation === 'thin') return t('thinOn', { format, template: template.name })
    return allocation === 'preallocated' ? t('preallocatedAs', { format }) : format
  }
}
