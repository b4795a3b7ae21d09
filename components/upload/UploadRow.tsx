'use client'
import { useId, useState } from 'react'
import { Button } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import type { Upload } from '@/server/contract/api/upload'
import { api, client } from '@/components/data/client'
import { useCommand } from '@/components/data/useCommand'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { ObjectLink } from '@/components/shell/ObjectLink'
import { Meter } from '@/components/ui/Meter'
import { StateLabel } from '@/components/ui/StateLabel'
import { headDigest } from './headDigest'
import { uploadMessages } from './messages'
import { pauseSending, startSending, stopSending } from './send'
import { isOver, type Standing } from './standing'
import styles from './upload.module.css'
import { useUploads, type Sending } from './uploads'

interface Props {
  upload: Upload
  here: Sending | undefined
  standing: Standing
}

/** What is said below the bar. */
function useNote({ upload, here, standing }: Props): string {
  const t = useText(uploadMessages)
  const f = useFormat()
  const words = useWords()
  const size = (bytes: number | null) => f.mib(bytes === null ? null : bytes / 1024 ** 2)
  const sent = size(here?.sentBytes ?? upload.offset)
  const whole = upload.sizeBytes
  switch (standing) {
    case 'sending': {
      const rate = here?.bytesPerSecond ?? null
      if (!rate || whole === null) return t('sending', { sent, size: size(whole) })
      return t('sendingAt', { sent, size: size(whole), rate: f.bytesPerSecond(rate), left: f.duration(((whole - (here?.sentBytes ?? 0)) / rate) * 1000) })
    }
    case 'paused': case 'needsFile': return t(standing, { sent, size: size(whole) })
    case 'failed': return here?.problem ? words.problem(here.problem) : ''
    case 'refused': return upload.error ? words.reason(upload.error) : ''
    case 'done': return upload.sha256 ? `SHA-256 ${upload.sha256}` : t('done')
    default: return t(standing)
  }
}

/** One file: what, where to, how far, and what can be done about it. */
export function UploadRow({ upload: listed, here, standing }: Props) {
  // What came of a piece that was broken off, the host alone knows.
  const { data } = useQuery({ ...api.upload.get.queryOptions({ input: { id: listed.id } }), enabled: standing === 'needsFile' })
  const upload = standing === 'needsFile' && data ? data : listed
  const t = useText(uploadMessages)
  const note = useNote({ upload, here, standing })
  const picker = useId()
  const clear = useUploads(s => s.clear)
  const [strange, setStrange] = useState(false)
  const cancel = useCommand(() => client.job.cancel({ id: upload.id }), { failed: () => t('cancelFailed', { name: upload.fileName }), onDone: () => stopSending(upload.id) })
  const again = async (file: File | undefined) => {
    if (!file) return
    const head = upload.headSha256 === null ? null : await headDigest(file)
    const same = file.name === upload.fileName && file.size === upload.sizeBytes && head === upload.headSha256
    setStrange(!same)
    if (same) startSending(upload.id, file)
  }
  const percent = upload.sizeBytes === null ? null : ((here?.sentBytes ?? upload.offset) / upload.sizeBytes) * 100
  const button = (label: string, onClick: () => void) => <Button variant="link" isInline size="sm" onClick={onClick} aria-label={t('actionOn', { action: label, name: upload.fileName })}>{label}</Button>
  const resumable = here && (standing === 'paused' || standing === 'failed' || standing === 'elsewhere')
  return (
    <li className={styles.item} data-upload={upload.id}>
      <div className={styles.line}>
        {isOver(standing) ? <StateLabel kind="job" state={upload.state} iconOnly /> : null}
        <span className={styles.what}>
          <ObjectLink type="job" id={upload.id} name={upload.fileName} /> <span className={styles.note}>{t('into', { domain: upload.storageDomain.name })}</span>
        </span>
        {standing === 'sending' || standing === 'waiting' ? button(t('pause'), () => pauseSending(upload.id)) : null}
        {resumable ? button(t('resume'), () => startSending(upload.id, here.file)) : null}
        {standing === 'needsFile' ? (
          <>
            <input id={picker} type="file" className={styles.picker} onChange={event => void again(event.target.files?.[0])} />
            <label htmlFor={picker} className={styles.pick}>{t('chooseAgain')}</label>
          </>
        ) : null}
        {isOver(standing) ? button(t('clear'), () => clear(upload.id)) : standing === 'cancelling' ? null : button(t('cancel'), () => cancel.mutate(undefined))}
      </div>
      {isOver(standing) || percent === null ? null : <Meter isProgress percent={percent} label={t('progressOf', { name: upload.fileName })} />}
      <p className={`${styles.note} ${standing === 'refused' || standing === 'failed' ? styles.error : ''}`}>{note}</p>
      {strange ? <p className={`${styles.note} ${styles.error}`} role="alert">{t('otherFile')}</p> : null}
    </li>
  )
}
