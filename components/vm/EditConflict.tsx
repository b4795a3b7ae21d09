'use client'
import { Alert, List, ListItem } from '@patternfly/react-core'
import { useText } from '@/components/i18n/useText'
import { vmFormMessages } from './formMessages'

const labels = { name: 'name', description: 'description', memoryMiB: 'memory', vcpus: 'vcpus' } as const
const hasLabel = (field: string): field is keyof typeof labels => Object.hasOwn(labels, field)

/** After a 412: their values, and what became of mine. */
export function EditConflict({ changed }: { changed: readonly { field: string; theirs: string | number | undefined; kept: boolean }[] }) {
  const t = useText(vmFormMessages)
  return (
    <Alert isInline variant="warning" title={t('conflict')} role="alert">
      <List>
        {changed.map(({ field, theirs, kept }) => (
          <ListItem
            key={field}
          >
            {t(kept ? 'conflictKept' : 'conflictTaken', { field: hasLabel(field) ? t(labels[field]) : field, theirs: String(theirs) })}
          </ListItem>
        ))}
      </List>
    </Alert>
  )
}
