'use client'
import { Button, Form, Skeleton, Title } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Vm } from '@/server/contract/api/vm'
import type { XmlCheck } from '@/server/contract/api/vm-xml'
import { api, client } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { ErrorState } from '@/components/ui/ErrorState'
import { FormProblem } from '@/components/ui/form/FormProblem'
import { TextField } from '@/components/ui/form/TextField'
import { Notice } from '@/components/ui/Notice'
import { Row } from '@/components/ui/Row'
import { xmlMessages } from './messages'
import styles from './xml.module.css'
import { XmlFindings } from './XmlFindings'

/** The definition as text, for experts: checked first, so that one sees what changes, then saved. */
export function VmXmlEditor({ vm, onClose }: { vm: Vm; onClose: () => void }) {
  const t = useText(xmlMessages)
  const wanted = useQuery({ ...api.vm.xml.queryOptions({ input: { id: vm.id, of: 'wanted' } }), staleTime: Infinity, gcTime: 0 })
  if (wanted.isError) return <ErrorState problem={asProblem(wanted.error)} since={wanted.errorUpdatedAt} onRetry={() => void wanted.refetch()} />
  if (!wanted.data) return <Skeleton height="20rem" screenreaderText={t('checking')} />
  return <Editor vm={vm} xml={wanted.data.xml} onClose={onClose} />
}

/** The text fills the window: what a check found is below it. */
const intoView = (found: HTMLDivElement | null): void => found?.scrollIntoView({ block: 'nearest' })

function Editor({ vm, xml, onClose }: { vm: Vm; xml: string; onClose: () => void }) {
  const t = useText(xmlMessages)
  const common = useText(commonMessages)
  // What the edit began with, not what the page shows by now.
  const [generation, setGeneration] = useState(vm.generation)
  const [stale, setStale] = useState(false)
  const [checked, setChecked] = useState<{ xml: string; check: XmlCheck } | null>(null)

  const check = async (text: string): Promise<void> => setChecked({ xml: text, check: await client.vm.checkXml({ id: vm.id, xml: text }) })
  const save = async (text: string): Promise<void> => {
    try {
      await client.vm.setXml({ id: vm.id, xml: text }, { context: { ifMatch: generation } })
    } catch (error) {
      if (asProblem(error).status === 412) {
        setGeneration((await client.vm.get({ id: vm.id })).generation)
        setStale(true)
        setChecked(null)
      }
      throw error
    }
  }
  const saving = useRef(false)
  const form = useForm({
    initial: { xml },
    // Sent twice: to see what changes, and when that was seen to save it.
    submit: async values => {
      if (!saving.current) return check(values.xml)
      await save(values.xml)
      onClose()
    },
    onDone: () => {},
    draft: `vm.xml.${vm.id}`,
  })
  const current = checked?.xml === form.values.xml ? checked.check : null
  const ready = current !== null && current.findings.length === 0 && current.diff.some(({ kind }) => kind !== 'same')
  return (
    <Form onSubmit={event => void form.send(event)} noValidate>
      <div className={styles.stack}>
        <Title headingLevel="h2" size="md">{t('title', { name: vm.name })}</Title>
        <p>{t('about')} {vm.runtime && t('running')}</p>
        {stale && <Notice variant="warning" title={t('stale')} role="alert">{t('staleBody')}</Notice>}
        <FormProblem problem={form.formProblem} />
        <div className={styles.text}>
          <TextField {...form.field('xml')} label={t('label')} lines={24} />
        </div>
        {current && <div ref={intoView} className={styles.stack}><XmlFindings check={current} /></div>}
        <Row>
          <Button variant="secondary" type="submit" isLoading={form.submitting} isAriaDisabled={form.submitting} onClick={() => (saving.current = false)}>{t('check')}</Button>
          <Button variant="primary" type="submit" isAriaDisabled={form.submitting || !ready} onClick={() => (saving.current = true)}>{common('save')}</Button>
          <Button variant="link" onClick={onClose}>{common('cancel')}</Button>
          {form.values.xml !== xml && <Button variant="link" onClick={() => form.change({ xml })}>{t('restore')}</Button>}
          {!current && <span>{t('checkFirst')}</span>}
        </Row>
      </div>
    </Form>
  )
}
