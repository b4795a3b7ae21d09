'use client'
import { Button, Tooltip } from '@patternfly/react-core'
import { useState, type ReactNode } from 'react'

interface ToolButtonProps {
  label: string
  /** Absent: the label itself is shown. */
  icon?: ReactNode
  onClick: () => void
  /** Why it can't be used now. */
  refused?: string | null
  /** For switches: is it on? */
  pressed?: boolean
}

/** Button of a console toolbar, named by its tooltip. The tooltip goes with the click: a dialog may open under the pointer. */
export function ToolButton({ label, icon, onClick, refused = null, pressed }: ToolButtonProps) {
  const [pointed, setPointed] = useState(false)
  return (
    <Tooltip content={[label, refused].filter(Boolean).join(' – ')} trigger="manual" isVisible={pointed && (icon !== undefined || refused !== null)} aria="none">
      <Button
        variant={pressed || icon === undefined ? 'secondary' : 'plain'}
        size="sm"
        aria-label={label}
        aria-pressed={pressed}
        icon={icon}
        isAriaDisabled={refused !== null}
        aria-description={refused ?? undefined}
        onPointerEnter={() => setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        onFocus={event => setPointed(event.currentTarget.matches(':focus-visible'))}
        onBlur={() => setPointed(false)}
        onClick={() => {
          setPointed(false)
          onClick()
        }}
      >
        {icon === undefined ? label : null}
      </Button>
    </Tooltip>
  )
}
