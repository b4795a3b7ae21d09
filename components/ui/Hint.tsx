'use client'
import { lazy, Suspense, type ReactElement, type ReactNode } from 'react'
import { retrying } from './retrying'

const Tooltip = lazy(() => retrying(() => import('./HintTooltip')))

/** PatternFly's tooltip, loaded when the first one is needed: it brings a positioning library. Until then the child stands alone. */
export function Hint({ content, position = 'top', children }: { content: ReactNode; position?: 'top' | 'left'; children: ReactElement }) {
  return (
    <Suspense fallback={children}>
      <Tooltip content={content} position={position}>
        {children}
      </Tooltip>
    </Suspense>
  )
}
