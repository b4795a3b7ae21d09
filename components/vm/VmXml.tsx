'use client'
import { Button, Skeleton, Title } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Vm } from '@/server/contract/api/vm'
import { api } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useText } from '@/components/i18n/useText'
import { ErrorState } from '@/components/ui/ErrorState'
import { vmDetailMessages } from './detailMessages'
import styles from './vm.module.css'
import { XmlText } from './XmlText'

/** The XML as libvirt has it now, to read and to copy. */
export function VmXml({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  const [copied, setCopied] = useState(false)
  const xml = useQuery(api.vm.xml.queryOptions({ input: { id: vm.id } }))
  if (xml.isError && !xml.data) return <ErrorState problem={asProblem(xml.error)} since={xml.errorUpdatedAt} onRetry={() => void xml.refetch()} />
  if (!xml.data) return <Skeleton height="20rem" screenreaderText={t('xmlLoading')} />
  const text = xml.data.xml
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false))
  }
  return (
    <>
      <div className={styles.row}>
        <Title headingLevel="h2" size="md">{t('xmlTitle')}</Title>
        <Button variant="secondary" size="sm" onClick={copy}>{t(copied ? 'copied' : 'copyXml')}</Button>
      </div>
      <XmlText xml={text} label={t('tabXml')} />
    </>
  )
}
