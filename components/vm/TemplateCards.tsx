'use client'
import { Radio } from '@patternfly/react-core'
import type { Template } from '@/server/contract/api/infrastructure'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { Field } from '@/components/ui/form/Field'
import { vmFormMessages } from './formMessages'
import styles from './vm.module.css'

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
  const about = (template: Template): string =>
    template.blank
      ? t('blankHint')
      : template.description || t('templateFacts', { os: template.os, memory: f.mib(template.memoryMiB), disk: f.mib(template.diskSizeMiB) })
  return (
    <Field id="field-templateId" label={t('template')} error={error} role="radiogroup" isRequired>
      <div className={styles.templates}>
        {templates.map(template => (
          // PatternFly's selectable card lays an empty label over its radio button, which then has no name and takes no click.
          <label key={template.id} className={`${styles.template} ${template.id === value ? styles.chosen : ''}`}>
            <Radio
              id={`template-${template.id}`}
              name="field-templateId"
              aria-label={template.name}
              aria-describedby={`template-${template.id}-about`}
              isChecked={template.id === value}
              onChange={() => onChange(template)}
            />
            <strong>{template.name}</strong>
            <span id={`template-${template.id}-about`} className={styles.about}>{about(template)}</span>
          </label>
        ))}
      </div>
    </Field>
  )
}
