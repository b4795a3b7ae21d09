'use client'
import type { Vm } from '@/server/contract/api/vm'
import { ActionButton } from '@/components/ui/ActionButton'
import { Facts, InfoCard } from '@/components/ui/Facts'
import { Notice } from '@/components/ui/Notice'
import { Row } from '@/components/ui/Row'
import { useLackingText } from '../useLackingText'
import { draftOf, resolved, usualAt } from './draft'
import type { Group } from './field'
import { meaningful, pathsOf, saysSomething } from './groups'
import { runBy } from './HardwareDialog'
import styles from './hardware.module.css'
import { isWithin, valueAt } from './path'
import type { HardwareWords } from './useHardwareWords'

interface Props {
  vm: Vm
  group: Group
  words: HardwareWords
  /** Also what says nothing special. */
  all: boolean
  onEdit: () => void
}

/** What a machine has of one group, with the way to change it. */
export function HardwareCard({ vm, group, words, all, onEdit }: Props) {
  const draft = draftOf(vm)
  const usual = resolved(draft, runBy(vm))
  const fields = meaningful(group.fields(draft), draft).filter(({ path, advanced, device }) => all || (!advanced && device === undefined) || saysSomething(valueAt(draft, path)))
  const name = words.label(`group.${group.id}`)
  const paths = pathsOf(group.fields(draft))
  const lacking = useLackingText().lines(vm.lacking, field => paths.some(path => isWithin(field, path)))
  return (
    <InfoCard
      title={
        <Row as="span" isSpread>
          {name}
          <ActionButton
            variant="link"
            size="sm"
            hasNoPadding
            aria-label={words.t('editGroup', { group: name })}
            item={{ id: `edit-${group.id}`, label: words.t('edit'), state: vm.actions.edit, onSelect: onEdit }}
          />
        </Row>
      }
    >
      <Facts
        facts={fields.map(spec => [
          words.label(spec.path, spec),
          <span className={styles.lines}>{words.value(spec, spec.path, valueAt(draft, spec.path), draft, usualAt(usual, spec.path))}</span>,
        ])}
      />
      {lacking.map(line => <Notice key={line} isPlain variant="warning" title={line} />)}
    </InfoCard>
  )
}
