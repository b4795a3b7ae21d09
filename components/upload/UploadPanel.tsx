'use client'
import { useState } from 'react'
import { Button } from '@patternfly/react-core'
import AngleDownIcon from '@patternfly/react-icons/dist/dynamic/icons/angle-down-icon'
import AngleUpIcon from '@patternfly/react-icons/dist/dynamic/icons/angle-up-icon'
import TimesIcon from '@patternfly/react-icons/dist/dynamic/icons/times-icon'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'
import { usePreferences } from '@/components/data/preferences'
import { useText } from '@/components/i18n/useText'
import { uploadMessages } from './messages'
import { isOver, standingOf } from './standing'
import styles from './upload.module.css'
import { UploadRow } from './UploadRow'
import { useUploads } from './uploads'

/** Over every page: what this person sends, however far it is. It is asked for again after a reload. */
export function UploadPanel() {
  const t = useText(uploadMessages)
  const { taskDrawerOpen, set } = usePreferences()
  const { sending, cleared } = useUploads()
  const [small, setSmall] = useState(false)
  const { data } = useQuery(api.upload.list.queryOptions())
  const rows = (data?.items ?? []).filter(({ id }) => !cleared.includes(id)).map(upload => ({ upload, here: sending[upload.id], standing: standingOf(upload, sending[upload.id]) }))
  const count = rows.filter(({ standing }) => !isOver(standing)).length
  return (
    <aside className={`${styles.panel} ${taskDrawerOpen ? styles.beside : ''}`} aria-label={t('panel')}>
      <div className={styles.head}>
        <span className={styles.title} role="status">{t('summary', { count })}</span>
        <Button
          variant="plain" size="sm" aria-label={t(small ? 'expand' : 'minimise')} aria-expanded={!small} icon={small ? <AngleUpIcon /> : <AngleDownIcon />}
          onClick={() => setSmall(!small)}
        />
        {count === 0 ? <Button variant="plain" size="sm" aria-label={t('closePanel')} icon={<TimesIcon />} onClick={() => set({ uploadsShown: false })} /> : null}
      </div>
      {small ? null : (
        <ul className={styles.list}>
          {rows.map(row => <UploadRow key={row.upload.id} {...row} />)}
          {data && rows.length === 0 ? <li className={styles.item}>{t('none')}</li> : null}
        </ul>
      )}
    </aside>
  )
}
