'use client'
import { Button, Tooltip } from '@patternfly/react-core'
import { useState, type ReactNode } from 'react'

interface ToolButtonProps {
  label: string
  icon: ReactNode
  onClick: () => void
  disabled?: boolean
  /** For switches: is it on? */
  pressed?: boolean
}

/** Icon button of a console toolbar, named by its tooltip. The tooltip goes with the click: a dialog may open under the pointer. */
export function ToolButton({ label, icon, onClick, disabled = false, pressed }: ToolButtonProps) {
  const [pointed, setPointed] = useState(false)
  return (
    <Tooltip content={label} trigger="manual" isVisible={pointed} aria="none">
      <Button
        variant={pressed ? 'secondary' : 'plain'}
        size="sm"
        aria-label={label}
        aria-pressed={pressed}
        icon={icon}
        isDisabled={disabled}
        onPointerEnter={() => setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        onFocus={event => setPointed(event.currentTarget.matches(':focus-visible'))}
        onBlur={() => setPointed(false)}
        onClick={() => {
          setPointed(false)
          onClick()
        }}
      />
    </Tooltip>
  )
}
