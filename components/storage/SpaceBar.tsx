'use client'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { storageMessages } from './messages'
import styles from './space.module.css'

const percentOf = (mib: number, capacity: number): number => Math.min(100, Math.max(0, (mib / capacity) * 100))

/**
 * What is used and what is free, with both thresholds as marks; below it what the disks may grow to, on the same scale, or on one of
 * its own where that is more than there is.
 */
export function SpaceBar({ domain }: { domain: StorageDomain }) {
  const t = useText(storageMessages)
  const f = useFormat()
  const { capacityMiB, freeMiB, committedMiB, blockingMiB, limits, space } = domain
  if (!capacityMiB || freeMiB === null) return <>–</>
  const used = percentOf(capacityMiB - freeMiB, capacityMiB)
  const warningMiB = (capacityMiB * limits.warningFreePercent) / 100
  const scale = Math.max(capacityMiB, committedMiB)
  const facts = t('barText', { used: f.mib(capacityMiB - freeMiB), capacity: f.mib(capacityMiB), free: f.mib(freeMiB) })
  return (
    <div className={styles.space}>
      <div
        className={styles.bar} role="meter" aria-label={t('useOf', { name: domain.name })} aria-valuemin={0} aria-valuemax={100}
        aria-valuenow={Math.round(used)} aria-valuetext={facts}
      >
        <div className={`${styles.used} ${styles[space] ?? ''}`} style={{ width: `${used}%` }} />
        {limits.warningFreePercent > 0 ? <div className={styles.warningMark} style={{ insetInlineStart: `${100 - limits.warningFreePercent}%` }} /> : null}
        <div className={styles.blockingMark} style={{ insetInlineStart: `${100 - percentOf(blockingMiB, capacityMiB)}%` }} />
      </div>
      <div className={styles.words}>{facts}</div>
      <div className={styles.promised} aria-hidden="true">
        <div className={styles.promisedFill} style={{ width: `${percentOf(committedMiB, scale)}%` }} />
        {committedMiB > capacityMiB ? <div className={styles.capacityMark} style={{ insetInlineStart: `${percentOf(capacityMiB, scale)}%` }} /> : null}
      </div>
      <div className={styles.words}>
        {t('committedText', { size: f.mib(committedMiB), percent: f.percent((committedMiB / capacityMiB) * 100) })}
      </div>
      <ul className={styles.legend}>
        {limits.warningFreePercent > 0 ? <li className={styles.warningKey}>{t('warnsAt', { size: f.mib(warningMiB), percent: f.percent(limits.warningFreePercent) })}</li> : null}
        <li className={styles.blockingKey}>{t('blocksAt', { size: f.mib(blockingMiB) })}</li>
        {limits.overcommitPercent !== null ? <li>{t('limitAt', { percent: f.percent(limits.overcommitPercent) })}</li> : null}
      </ul>
    </div>
  )
}
