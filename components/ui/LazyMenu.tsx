'use client'
import { Suspense, useState, type ComponentType, type ReactNode } from 'react'
import { Button } from '@patternfly/react-core'

interface Props {
  /** A `lazy` menu with its own toggle; `isOpen` = the click that asked for it opens it at once. */
  menu: ComponentType<{ isOpen: boolean }>
  /** Starts loading: when the pointer or the focus comes near. */
  preload: () => void
  label: string
  icon: ReactNode
  children?: ReactNode
}

/** A button that becomes a menu when it is wanted: menus bring positioning, which the first page does without. */
export function LazyMenu({ menu: Menu, preload, label, icon, children }: Props) {
  const [wanted, setWanted] = useState(false)
  const button = (
    <Button
      variant="plain"
      icon={icon}
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={preload}
      onFocus={preload}
      onClick={() => setWanted(true)}
    >
      {children}
    </Button>
  )
  return wanted ? (
    <Suspense fallback={button}>
      <Menu isOpen />
    </Suspense>
  ) : (
    button
  )
}
