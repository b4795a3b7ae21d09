'use client'
import { useState, type ReactNode } from 'react'
import { ExpandableSection } from '@patternfly/react-core'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'

/** Fields that few change, folded. Put inside a FormDialog or a Form. */
export function AdvancedFields({ children, isOpen = false }: { children: ReactNode; isOpen?: boolean }) {
  const t = useText(commonMessages)
  const [open, setOpen] = useState(isOpen)
  return (
    <ExpandableSection toggleText={t('advanced')} isExpanded={open} onToggle={(_, next) => setOpen(next)} isIndented>
      {/* Only the spacing of a form: forms can't be nested. */}
      <div className="pf-v6-c-form">{children}</div>
    </ExpandableSection>
  )
}
