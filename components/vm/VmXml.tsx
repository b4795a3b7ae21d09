'use client'
import { Button, Skeleton, Title } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Vm } from '@/server/contract/api/vm'
import { api } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useMay } from '@/components/data/useSession'
import { useText } from '@/components/i18n/useText'
import { ActionButton } from '@/components/ui/ActionButton'
import { ErrorState } from '@/components/ui/ErrorState'
import { Row } from '@/components/ui/Row'
import { later } from '@/components/ui/later'
import { refusal } from '@/components/ui/action'
import { vmDetailMessages } from './detailMessages'
import styles from './vm.module.css'
import { XmlText } from './XmlText'

const VmXmlEditor = later(() => import('./xml/VmXmlEditor').then(m => m.VmXmlEditor))

/** The XML as libvirt has it now, to read and to copy, and for experts to edit. */
export function VmXml({ vm }: { vm: Vm }) {
  const t = useText(vmDetailMessages)
  const [copied, setCopied] = useState(false)
  const may = useMay('vm.xml')
  const [editing, setEditing] = useState(false)
  const xml = useQuery(api.vm.xml.queryOptions({ input: { id: vm.id } }))
  if (editing) return <VmXmlEditor vm={vm} onClose={() => setEditing(false)} />
  const edit = <ActionButton variant="secondary" size="sm" item={{ id: 'edit-xml', label: t('editXml'), state: refusal(may) ? may : vm.actions.edit, onSelect: () => setEditing(true) }} />
  if (xml.isError && !xml.data) return <><ErrorState problem={asProblem(xml.error)} since={xml.errorUpdatedAt} onRetry={() => void xml.refetch()} />{edit}</>
  if (!xml.data) return <Skeleton height="20rem" screenreaderText={t('xmlLoading')} />
  const text = xml.data.xml
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false))
  }
  return (
    <>
      <div className={styles.above}>
        <Row isSpread>
          <Title headingLevel="h2" size="md">{t('xmlTitle')}</Title>
          <Row as="span">
            <Button variant="secondary" size="sm" onClick={copy}>{t(copied ? 'copied' : 'copyXml')}</Button>
            {edit}
          </Row>
        </Row>
      </div>
      <XmlText xml={text} label={t('tabXml')} />
    </>
  )
}
