'use client'
import EyeIcon from '@patternfly/react-icons/dist/dynamic/icons/eye-icon'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'
import { useSession } from '@/components/data/useSession'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import styles from './console.module.css'
import type { ConsoleMachine } from './machine'
import { consoleMessages } from './messages'
import type { ConsoleProtocol } from './useConsole'
import { otherPeople } from './viewers'

interface Props {
  machine: Pick<ConsoleMachine, 'id' | 'on'>
  protocol: ConsoleProtocol
  /** Is the reader's own console open? It is not told as another's. */
  isOpen: boolean
}

/** Who else has this machine's console open now, live. */
export function ConsoleViewers({ machine, protocol, isOpen }: Props) {
  const t = useText(consoleMessages)
  const f = useFormat()
  const me = useSession().data?.user.id
  const { data } = useQuery(api.vm.consoleViewers.queryOptions({ input: { id: machine.id }, enabled: machine.on }))
  const people = machine.on && data ? otherPeople(data.items, { userId: me, protocol, isOpen }) : []
  const names = f.list(people.map(user => (user.id === me ? t('youElsewhere') : user.name)))
  const text = t('watching', { count: people.length, names })
  // The live region stands before its text comes: only then screen readers read it.
  return (
    <span className={styles.viewers} role="status" title={people.length > 0 ? text : undefined}>
      {people.length > 0 ? (
        <>
          <EyeIcon /> {text}
        </>
      ) : null}
    </span>
  )
}
