'use client'
import { Button, Tooltip } from '@patternfly/react-core'
import type { ReactNode } from 'react'

interface ToolButtonProps {
  label: string
  icon: ReactNode
  onClick: () => void
  disabled?: boolean
  /** For switches: is it on? */
  pressed?: boolean
}

/** Icon button of a console toolbar, named by its tooltip. */
export function ToolButton({ label, icon, onClick, disabled = false, pressed }: ToolButtonProps) {
  return (
    <Tooltip content={label}>
      <Button
        variant={pressed ? 'secondary' : 'plain'}
        size="sm"
        aria-label={label}
        aria-pressed={pressed}
        icon={icon}
        isDisabled={disabled}
        onClick={onClick}
      />
    </Tooltip>
  )
}
