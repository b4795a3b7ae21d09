'use client'
import { useState } from 'react'
import { Button, ClipboardCopy, Modal, ModalBody, ModalFooter, ModalHeader, Spinner } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { checkTechnicalName } from '@/server/domain/name'
import { ClusterField } from '@/components/cluster/ClusterField'
import { api, client } from '@/components/data/client'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { ObjectLink } from '@/components/shell/ObjectLink'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { chosenFindings, nameFindings } from '@/components/ui/form/nameCheck'
import { TextField } from '@/components/ui/form/TextField'
import { Notice } from '@/components/ui/Notice'
import { StateLabel } from '@/components/ui/StateLabel'
import { addHostMessages } from './messages'

interface Token {
  name: string
  command: string
  expiresAt: string
}

/** The command to run on the host, and then the host itself as soon as it has joined. */
function JoinCommand({ token, onClose }: { token: Token; onClose: () => void }) {
  const t = useText(addHostMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const { data } = useQuery(api.host.list.queryOptions({ input: { search: `name="${token.name}"`, limit: 1 } }))
  const host = data?.items[0]
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby="add-host-title">
      <ModalHeader title={t('title')} labelId="add-host-title" />
      <ModalBody>
        <p>{t('run')}</p>
        <ClipboardCopy isReadOnly isCode variant="expansion" isExpanded hoverTip={t('copyCommand')} clickTip={common('copied')} textAriaLabel={t('run')}>
          {token.command}
        </ClipboardCopy>
        <p>{t('valid', { time: f.dateTime(token.expiresAt) })}</p>
        <div role="status" aria-live="polite">
          {host ? (
            <Notice
              variant="success"
              title={t('joined', { name: token.name })}
              actions={<ObjectLink type="host" id={host.id} name={t('open', { name: token.name })} />}
            >
              <StateLabel kind="host" state={host.status} />
            </Notice>
          ) : (
            <p>
              <Spinner isInline aria-label={t('waiting', { name: token.name })} /> {t('waiting', { name: token.name })}
            </p>
          )}
        </div>
      </ModalBody>
      <ModalFooter>
        <Button onClick={onClose}>{common('close')}</Button>
      </ModalFooter>
    </Modal>
  )
}

/** Name and cluster → one-time token → command for the host → it appears. */
export function AddHost({ onClose }: { onClose: () => void }) {
  const t = useText(addHostMessages)
  const common = useText(commonMessages)
  const [token, setToken] = useState<Token | null>(null)
  const form = useForm({
    initial: { name: '', clusterId: '' },
    check: v => [...nameFindings(checkTechnicalName, v.name), ...chosenFindings('clusterId', v.clusterId)],
    submit: async (v, idempotencyKey) => ({ name: v.name, ...(await client.host.createToken(v, { context: { idempotencyKey } })) }),
    onDone: setToken,
  })
  if (token) return <JoinCommand token={token} onClose={onClose} />
  return (
    <FormDialog title={t('title')} description={t('body')} form={form} submitLabel={t('make')} onClose={onClose}>
      <TextField {...form.field('name')} label={common('name')} help={t('nameHelp')} isRequired autoFocus />
      <ClusterField {...form.field('clusterId')} />
    </FormDialog>
  )
}
