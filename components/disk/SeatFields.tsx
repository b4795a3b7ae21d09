'use client'
import type { DiskRow } from '@/server/contract/api/disk'
import { useText } from '@/components/i18n/useText'
import { SelectField } from '@/components/ui/form/SelectField'
import type { FieldProps } from '@/components/ui/form/types'
import { diskMessages } from './messages'

export type Bus = DiskRow['bus']
export type Cache = DiskRow['options']['cache']

// Not imported: the page carries no zod.
const buses: readonly Bus[] = ['virtio', 'scsi', 'sata', 'ide', 'usb']
const caches: readonly Cache[] = ['default', 'none', 'writethrough', 'writeback', 'directsync', 'unsafe']

const words = <Word extends string>(all: readonly Word[]) => all.map(value => ({ value, label: value }))

export function BusField(props: FieldProps<Bus>) {
  const t = useText(diskMessages)
  return <SelectField {...props} label={t('bus')} help={t('busHelp')} choices={words(buses)} />
}

export function CacheField(props: FieldProps<Cache>) {
  const t = useText(diskMessages)
  return <SelectField {...props} label={t('cache')} help={t('cacheHelp')} choices={words(caches)} />
}
