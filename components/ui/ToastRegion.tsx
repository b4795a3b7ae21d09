'use client'
import { Alert, AlertActionCloseButton, AlertGroup } from '@patternfly/react-core'
import { useText } from '@/components/i18n/useText'
import { uiMessages } from './messages'
import { useToasts } from './toasts'

/** Failures stay until closed: they must not vanish before they are read. */
const goodMs = 5000

export function ToastRegion() {
  const t = useText(uiMessages)
  const { toasts, remove } = useToasts()
  return (
    <AlertGroup isToast isLiveRegion hasAnimations>
      {toasts.map(toast => (
        <Alert
          key={toast.id}
          variant={toast.variant}
          title={toast.title}
          timeout={toast.variant === 'success' || toast.variant === 'info' ? goodMs : false}
          onTimeout={() => remove(toast.id)}
          actionClose={<AlertActionCloseButton aria-label={t('dismiss')} onClose={() => remove(toast.id)} />}
        >
          {toast.body}
        </Alert>
      ))}
    </AlertGroup>
  )
}
