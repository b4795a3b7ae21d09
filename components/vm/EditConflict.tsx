'use client'
import { Alert, List, ListItem } from '@patternfly/react-core'
import { useText } from '@/components/i18n/useText'
import { vmFormMessages } from './formMessages'

interface Props {
  changed: readonly { field: string; theirs: string; kept: boolean }[]
  labelOf: (field: string) => string
}

/** After a 412: their values, and what became of mine. */
export function EditConflict({ changed, labelOf }: Props) {
  const t = useText(vmFormMessages)
  return (
    <Alert isInline variant="warning" title={t('conflict')} role="alert">
      <List>
        {changed.map(({ field, theirs, kept }) => (
          <ListItem key={field}>{t(kept ? 'conflictKept' : 'conflictTaken', { field: labelOf(field), theirs })}</ListItem>
        ))}
      </List>
    </Alert>
  )
}
