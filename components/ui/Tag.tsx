'use client'
import type { ComponentProps } from 'react'
import '@patternfly/react-styles/css/components/Label/label.css'

/** A small outlined word beside a name. PatternFly's label, drawn with its style sheet: its component brings popovers to every list. */
export const Tag = ({ children, ...props }: ComponentProps<'span'>) => (
  <span {...props} className="pf-v6-c-label pf-m-outline pf-m-compact">
    <span className="pf-v6-c-label__content">
      <span className="pf-v6-c-label__text">{children}</span>
    </span>
  </span>
)
