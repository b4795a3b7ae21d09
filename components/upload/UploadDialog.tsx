'use client'
import { useEffect } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { UploadFormat } from '@/server/contract/agent/upload'
import { checkFetch, checkUpload, suggestedFormat, suggestedName } from '@/server/domain/upload/check'
import { api, client } from '@/components/data/client'
import { usePreferences } from '@/components/data/preferences'
import { useForm, type Finding } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { AdvancedFields } from '@/components/ui/form/AdvancedFields'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { chosenFindings } from '@/components/ui/form/nameCheck'
import { RadioField } from '@/components/ui/form/RadioField'
import { SelectField } from '@/components/ui/form/SelectField'
import { TextField } from '@/components/ui/form/TextField'
import { FilePicker } from './FilePicker'
import { headDigest } from './headDigest'
import { uploadMessages } from './messages'
import { startSending } from './send'

interface Values {
  from: 'file' | 'url'
  file: File | null
  url: string
  format: UploadFormat | ''
  name: string
  storageDomainId: string
  sha256: string
}

// Not imported: the page carries no zod.
const formats: readonly UploadFormat[] = ['iso', 'qcow2', 'raw', 'vmdk', 'vdi', 'vpc', 'vhdx']
const noFile: Finding = { field: 'file', code: 'upload_no_file', params: {}, text: 'Choose a file.' }
const badSum: Finding = { field: 'sha256', code: 'upload_sum_form', params: {}, text: 'A SHA-256 has 64 digits, 0–9 and a–f.' }

const sumOf = (text: string): string | null => text.trim().toLowerCase() || null

function check({ from, file, url, format, name, storageDomainId, sha256 }: Values): Finding[] {
  const wish = { name, format: format || ('raw' as const) }
  const source = from === 'url' ? checkFetch({ ...wish, url }) : [...(file ? [] : [noFile]), ...checkUpload({ ...wish, sizeBytes: file?.size ?? 1 })]
  // What is wrong with the file itself stands at the file.
  const findings = source.map(finding => (finding.field === 'sizeBytes' ? { ...finding, field: 'file' } : finding))
  const sum = sumOf(sha256)
  return [...findings, ...chosenFindings('format', format), ...chosenFindings('storageDomainId', storageDomainId), ...(sum === null || /^[0-9a-f]{64}$/.test(sum) ? [] : [badSum])]
}

/** A CD image is called by a file's name, a disk is not. */
const renamed = (name: string, format: UploadFormat): string => (format === 'iso' ? suggestedName(/\.iso$/i.test(name) ? name : `${name}.iso`, 'iso') : name.replace(/\.iso$/i, ''))

interface Made {
  id: string
  jobId: string
}

async function begin({ from, file, url, format, name, storageDomainId, sha256 }: Values, idempotencyKey: string): Promise<Made> {
  const wish = { storageDomainId, format: format || ('raw' as const), name, sha256: sumOf(sha256) }
  const context = { context: { idempotencyKey } }
  if (from === 'url' || !file) return client.upload.fetch({ ...wish, url }, context)
  const made = await client.upload.create({ ...wish, fileName: file.name, sizeBytes: file.size, headSha256: await headDigest(file) }, context)
  startSending(made.id, file)
  return made
}

interface Props {
  /** Of the page. */
  storageDomainId?: string
  /** Dropped on the page. */
  file?: File | null
  /** What is most likely meant here. */
  format?: UploadFormat
  onClose: () => void
}

/** A disk or a CD image out of a file of this computer, or of a web server. */
export function UploadDialog({ storageDomainId = '', file = null, format, onClose }: Props) {
  const t = useText(uploadMessages)
  const common = useText(commonMessages)
  const f = useFormat()
  const set = usePreferences(s => s.set)
  const domains = (useQuery(api.storageDomain.list.queryOptions({ input: { limit: 500, sort: 'name' } })).data?.items ?? []).filter(({ role }) => role !== 'export')
  const named = (fileName: string): Partial<Values> => {
    const suggested = suggestedFormat(fileName) ?? format ?? ''
    return { format: suggested, name: suggestedName(fileName, suggested || 'raw') }
  }
  const initial: Values = { from: 'file', file, url: '', format: format ?? '', name: '', storageDomainId, sha256: '', ...(file ? named(file.name) : {}) }
  const form = useForm({
    initial,
    check,
    submit: begin,
    onDone: () => {
      set({ uploadsShown: true })
      onClose()
    },
  })
  const { values, change } = form
  const fitting = domains.filter(({ role }) => role === 'data' || values.format === 'iso')
  const domain = fitting.find(({ id }) => id === values.storageDomainId)
  const first = fitting[0]?.id
  useEffect(() => {
    if (values.storageDomainId === '' && first) change({ storageDomainId: first })
  })
  const hint = values.format === '' ? undefined : t(values.format === 'iso' ? 'becomesIso' : values.format === 'raw' || values.format === 'qcow2' ? 'becomesDisk' : 'becomesConverted')
  return (
    <FormDialog title={t('title')} form={form} submitLabel={t('upload')} onClose={onClose}>
      <RadioField
        {...form.field('from')}
        label={t('from')}
        choices={[
          { value: 'file', label: t('fromFile'), description: t('fromFileHint') },
          { value: 'url', label: t('fromUrl'), description: t('fromUrlHint') },
        ]}
      />
      {values.from === 'file' ? (
        <FilePicker {...form.field('file')} label={t('file')} isRequired onChange={next => change({ file: next, ...(next ? named(next.name) : {}) })} />
      ) : (
        <TextField
          {...form.field('url')}
          label={t('url')}
          help={t('urlHelp')}
          placeholder="https://"
          autoComplete="off"
          isRequired
          onChange={url => change({ url, ...(URL.canParse(url) ? named(new URL(url).pathname.split('/').at(-1) ?? '') : {}) })}
        />
      )}
      <SelectField
        {...form.field('format')}
        label={t('format')}
        help={t('formatHelp')}
        isRequired
        placeholder={t('chooseFormat')}
        {...(hint ? { hint } : {})}
        choices={formats.map(value => ({ value, label: t(value) }))}
        onChange={next => change({ format: next, ...(next && values.name ? { name: renamed(values.name, next) } : {}) })}
      />
      <TextField {...form.field('name')} label={t('name')} isRequired autoComplete="off" />
      <SelectField
        {...form.field('storageDomainId')}
        label={common('storageDomain')}
        isRequired
        {...(domain ? { hint: t('freeOn', { free: f.mib(domain.freeMiB) }) } : {})}
        choices={fitting.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <AdvancedFields>
        <TextField {...form.field('sha256')} label={t('sha256')} hint={t('sha256Hint')} autoComplete="off" />
      </AdvancedFields>
    </FormDialog>
  )
}
