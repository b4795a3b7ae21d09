'use client'
import { Card, CardBody, CardHeader, CardTitle, Gallery } from '@patternfly/react-core'
import type { Template } from '@/server/contract/api/infrastructure'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { Field } from '@/components/ui/form/Field'
import { vmFormMessages } from './formMessages'

interface Props {
  templates: readonly Template[]
  value: string
  onChange: (template: Template) => void
  error: string | undefined
}

/** Templates as cards of a radio group: what is on it, and what it needs. */
export function TemplateCards({ templates, value, onChange, error }: Props) {
  const t = useText(vmFormMessages)
  const f = useFormat()
  return (
    <Field id="field-templateId" label={t('template')} error={error} role="radiogroup" isRequired>
      <Gallery hasGutter minWidths={{ default: '210px' }}>
        {templates.map(template => (
          <Card key={template.id} isCompact isSelectable isSelected={template.id === value}>
            <CardHeader
              selectableActions={{
                variant: 'single',
                selectableActionId: `template-${template.id}`,
                name: 'template',
                selectableActionAriaLabel: template.name,
                onChange: () => onChange(template),
              }}
            >
              <CardTitle>{template.name}</CardTitle>
            </CardHeader>
            <CardBody>
              {template.blank ? t('blankHint') : (template.description || t('templateFacts', { os: template.os, memory: f.mib(template.memoryMiB), disk: f.mib(template.diskSizeMiB) }))}
            </CardBody>
          </Card>
        ))}
      </Gallery>
    </Field>
  )
}
