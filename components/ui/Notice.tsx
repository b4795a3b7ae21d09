'use client'
import type { ReactNode } from 'react'
import '@patternfly/react-styles/css/components/Alert/alert.css'
import { useText } from '@/components/i18n/useText'
import { uiMessages } from './messages'
import { stateLook } from './stateLooks'

interface Props {
  variant: 'success' | 'danger' | 'warning' | 'info'
  title: ReactNode
  children?: ReactNode
  /** Links or buttons below. */
  actions?: ReactNode
  /** At the top right: close. */
  corner?: ReactNode
  isInline?: boolean
  isPlain?: boolean
  /** `alert` is read at once, `status` when there is a pause. */
  role?: 'alert' | 'status'
}

const looks = {
  success: stateLook('check', 'pass'),
  danger: stateLook('check', 'fail'),
  warning: stateLook('severity', 'warning'),
  info: stateLook('severity', 'info'),
}
const words = { success: 'success', danger: 'error', warning: 'warning', info: 'info' } as const

/**
 * PatternFly's alert, drawn with its style sheet alone: its component brings tooltips and positioning to every page, and this one must
 * also be there when the manager is gone and nothing more can be loaded.
 */
export function Notice({ variant, title, children, actions, corner, isInline = true, isPlain = false, role }: Props) {
  const t = useText(uiMessages)
  const { icon: Icon } = looks[variant]
  const classes = ['pf-v6-c-alert', `pf-m-${variant}`, isInline && 'pf-m-inline', isPlain && 'pf-m-plain']
  return (
    <div className={classes.filter(Boolean).join(' ')} role={role}>
      <div className="pf-v6-c-alert__icon" aria-hidden="true">
        <Icon />
      </div>
      <p className="pf-v6-c-alert__title">
        <span className="pf-v6-screen-reader">{t(words[variant])}: </span>
        {title}
      </p>
      {corner ? <div className="pf-v6-c-alert__action">{corner}</div> : null}
      {children ? <div className="pf-v6-c-alert__description">{children}</div> : null}
      {actions ? <div className="pf-v6-c-alert__action-group">{actions}</div> : null}
    </div>
  )
}
