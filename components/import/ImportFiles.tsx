'use client'
import { Bullseye, Button, Spinner, Title } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import type { ImportSource } from '@/server/contract/api/import'
import { api } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { EmptyList } from '@/components/ui/EmptyList'
import { ErrorState } from '@/components/ui/ErrorState'
import { Row } from '@/components/ui/Row'
import { SmallTable } from '@/components/ui/SmallTable'
import { importMessages, kindMessages } from './messages'
import styles from './import.module.css'

/** They come first: an image that belongs to one is better taken with it. */
const descriptions: ReadonlySet<string> = new Set(['vmx', 'ovf', 'ova', 'libvirt'])

interface Props {
  place: Omit<ImportSource, 'path'>
  hostName: string
  onChoose: (path: string) => void
}

/** What lies in the folder. Nothing tells when a file is put there, so one can look again. */
export function ImportFiles({ place, hostName, onChoose }: Props) {
  const t = useText(importMessages)
  const kinds = useText(kindMessages)
  const words = useWords()
  const f = useFormat()
  const found = useQuery({ ...api.import.list.queryOptions({ input: place }), refetchOnMount: 'always' })
  const again = (
    <Button variant="secondary" onClick={() => void found.refetch()} isLoading={found.isFetching} isAriaDisabled={found.isFetching}>
      {t('lookAgain')}
    </Button>
  )
  if (found.isError && !found.data) return <ErrorState problem={asProblem(found.error)} since={found.errorUpdatedAt} onRetry={() => void found.refetch()} />
  if (!found.data) return <Bullseye><Spinner aria-label={t('looking')} /></Bullseye>
  const { items, folder, leftOut } = found.data
  if (items.length === 0) {
    const body = (
      <>
        {t('emptyBody', { host: hostName })}
        <code className={styles.command}>{folder}</code>
        {t('emptyExample')}
        <code className={styles.command}>{`scp web.vmx web*.vmdk root@${hostName}:${folder}/`}</code>
      </>
    )
    return <EmptyList title={t('emptyTitle')} body={body} action={again} />
  }
  const described = (kind: string) => Number(!descriptions.has(kind))
  const rows = items.toSorted((a, b) => described(a.kind) - described(b.kind)).map(({ path, kind, sizeBytes, modifiedAt, problem }) => ({
    key: path,
    cells: [
      <span key="path">{path}{problem && <div className={styles.problem}>{words.reason(problem)}</div>}</span>,
      kinds(kind), f.mib(sizeBytes / 1024 ** 2), f.dateTime(modifiedAt),
      <Button key="choose" variant="secondary" size="sm" isAriaDisabled={problem !== null} aria-label={t('chooseFile', { file: path })} onClick={() => problem === null && onChoose(path)}>{t('choose')}</Button>,
    ],
  }))
  return (
    <section aria-label={t('files')}>
      <Row isSpread>
        <Title headingLevel="h2" size="lg">{t('files')}</Title>
        {again}
      </Row>
      <code className={styles.command}>{`${hostName}:${folder}`}</code>
      <SmallTable label={t('files')} head={[t('file'), t('kind'), t('size'), t('modified'), '']} rows={rows} />
      {leftOut > 0 && <p className={styles.subtle}>{t('leftOut', { count: leftOut })}</p>}
    </section>
  )
}
