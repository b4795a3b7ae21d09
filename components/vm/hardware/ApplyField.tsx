'use client'
import { useText } from '@/components/i18n/useText'
import { CheckField } from '@/components/ui/form/CheckField'
import type { FieldProps } from '@/components/ui/form/types'
import { liveMessages } from './messages/live'

/** Of a machine that runs: change it now as far as it can be, or only at its next start. */
export function ApplyField(field: FieldProps<boolean>) {
  const t = useText(liveMessages)
  return <CheckField {...field} label={t('applyNow')} description={t('applyNowHint')} />
}
