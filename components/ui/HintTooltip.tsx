'use client'
import type { ReactElement, ReactNode } from 'react'
import { Tooltip } from '@patternfly/react-core'

/** See Hint: apart, so that it can come later. */
export default function HintTooltip({ content, position, children }: { content: ReactNode; position: 'top' | 'left'; children: ReactElement }) {
  return (
    <Tooltip content={content} position={position}>
      {children}
    </Tooltip>
  )
}
