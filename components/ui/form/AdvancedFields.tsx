'use client'
import { useState, type ReactNode } from 'react'
import { ExpandableSection } from '@patternfly/react-core'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'

/** A group of fields behind its heading. Put inside a FormDialog or a Form. */
export function FoldedFields({ label, children, isOpen = false }: { label: string; children: ReactNode; isOpen?: boolean }) {
  const [open, setOpen] = useState(isOpen)
  return (
    <ExpandableSection toggleText={label} isExpanded={open} onToggle={(_, next) => setOpen(next)} isIndented>
      {/* Only the spacing of a form: forms can't be nested. */}
      <div className="pf-v6-c-form">{children}</div>
    </ExpandableSection>
  )
}

/** Fields that few change, folded. */
export function AdvancedFields({ children, isOpen = false }: { children: ReactNode; isOpen?: boolean }) {
  const t = useText(commonMessages)
  return <FoldedFields label={t('advanced')} isOpen={isOpen}>{children}</FoldedFields>
}
