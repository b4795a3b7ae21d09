'use client'
import { useEffect } from 'react'
import { Button } from '@patternfly/react-core'
import TimesIcon from '@patternfly/react-icons/dist/dynamic/icons/times-icon'
import '@patternfly/react-styles/css/components/Alert/alert-group.css'
import { useText } from '@/components/i18n/useText'
import { uiMessages } from './messages'
import { Notice } from './Notice'
import { useToasts, type Toast } from './toasts'

/** Failures stay until closed: they must not vanish before they are read. */
const goodMs = 5000

function ToastItem({ toast }: { toast: Toast }) {
  const t = useText(uiMessages)
  const remove = useToasts(s => s.remove)
  const { action } = toast
  useEffect(() => {
    if (toast.variant !== 'success' && toast.variant !== 'info') return
    const timer = setTimeout(() => remove(toast.id), goodMs)
    return () => clearTimeout(timer)
  }, [toast, remove])
  return (
    <li className="pf-v6-c-alert-group__item">
      <Notice
        variant={toast.variant}
        title={toast.title}
        isInline={false}
        actions={action && <Button variant="link" isInline onClick={() => { action.onSelect(); remove(toast.id) }}>{action.label}</Button>}
        corner={<Button variant="plain" aria-label={t('dismiss')} icon={<TimesIcon />} onClick={() => remove(toast.id)} />}
      >
        {toast.body}
      </Notice>
    </li>
  )
}

/** Short notices at the top right. The list is there before the first one: only then screen readers read it. */
export function ToastRegion() {
  const toasts = useToasts(s => s.toasts)
  return (
    <ul role="list" aria-live="polite" aria-atomic="false" className="pf-v6-c-alert-group pf-m-toast">
      {toasts.map(toast => (
        <ToastItem key={toast.id} toast={toast} />
      ))}
    </ul>
  )
}
