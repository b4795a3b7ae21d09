'use client'
import { useState, type ReactNode } from 'react'

/** What the button that stands for a menu needs; a Button and a MenuToggle both take it. */
export interface MenuButtonProps {
  'aria-label': string
  'aria-haspopup': 'menu'
  'aria-expanded': false
  onPointerEnter: () => void
  onFocus: () => void
  onClick: () => void
}

interface Props {
  /** Fetches the code of `menu`; it begins when the pointer or the focus comes near. */
  load: () => Promise<unknown>
  /** The menu with its own toggle; drawn after the click, so it opens itself. */
  menu: ReactNode
  label: string
  button: (props: MenuButtonProps) => ReactNode
}

/** A button that becomes a menu when it is wanted: menus bring positioning and focus traps, which no page needs at once. */
export function LazyMenu({ load, menu, label, button }: Props) {
  const [wanted, setWanted] = useState(false)
  // A download that fails is begun again by the click.
  const near = () => void load().catch(() => undefined)
  if (wanted) return menu
  return button({
    'aria-label': label,
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: near,
    onFocus: near,
    // Once the click has run to its end: drawn within it, the menu was now and then seen closed, and why is not known.
    onClick: () => void load().then(() => setTimeout(() => setWanted(true)), () => undefined),
  })
}
