'use client'
import { useState } from 'react'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { Field, type FieldLayout } from '@/components/ui/form/Field'
import type { FieldProps } from '@/components/ui/form/types'
import { uploadMessages } from './messages'
import styles from './upload.module.css'

/** A file of the reader's computer: dropped, or chosen by the browser's own dialog, which the keyboard reaches as any field. */
export function FilePicker({ id, value, onChange, error, ...layout }: FieldProps<File | null> & FieldLayout) {
  const t = useText(uploadMessages)
  const f = useFormat()
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) onChange(file)
  }
  return (
    <Field id={id} error={error} {...layout}>
      <div
        className={`${styles.zone} ${over ? styles.over : ''}`}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={event => {
          event.preventDefault()
          event.stopPropagation()
          setOver(false)
          take(event.dataTransfer.files)
        }}
      >
        {value ? <span className={styles.file}>{t('chosen', { name: value.name, size: f.mib(value.size / 1024 ** 2) })}</span> : null}
        <span>{t('drop')}</span>
        <input id={id} type="file" className={styles.picker} aria-describedby={`${id}-help`} aria-invalid={error !== undefined} onChange={event => take(event.target.files)} />
        <label htmlFor={id} className={styles.pick}>{t(value ? 'chooseOther' : 'choose')}</label>
      </div>
    </Field>
  )
}
