'use client'
import type { ReactElement, ReactNode } from 'react'
import { Tooltip } from '@patternfly/react-core'

interface Props {
  content: ReactNode
  position: 'top' | 'left'
  isVisible?: boolean
  children: ReactElement
}

/** See Hint: apart, so that it can come later. */
export default function HintTooltip({ content, position, isVisible, children }: Props) {
  return (
    <Tooltip content={content} position={position} {...(isVisible === undefined ? {} : { trigger: 'manual', isVisible, aria: 'none' })}>
      {children}
    </Tooltip>
  )
}
