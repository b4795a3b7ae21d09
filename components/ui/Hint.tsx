'use client'
import { lazy, Suspense, type ReactElement, type ReactNode } from 'react'
import { retrying } from './retrying'

const Tooltip = lazy(() => retrying(() => import('./HintTooltip')))

interface Props {
  content: ReactNode
  position?: 'top' | 'left'
  /** Given where the child can't say by itself that it is pointed at. */
  isVisible?: boolean
  children: ReactElement
}

/** PatternFly's tooltip, loaded when the first one is needed: it brings a positioning library. Until then the child stands alone. */
export function Hint({ position = 'top', children, ...props }: Props) {
  return (
    <Suspense fallback={children}>
      <Tooltip {...props} position={position}>
        {children}
      </Tooltip>
    </Suspense>
  )
}
