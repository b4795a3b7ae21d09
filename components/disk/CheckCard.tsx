'use client'
import { Content } from '@patternfly/react-core'
import type { DiskDetail } from '@/server/contract/api/disk'
import { fragmentation, isSound } from '@/server/domain/disk/report'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { InfoCard } from '@/components/ui/Facts'
import { Notice } from '@/components/ui/Notice'
import { detailMessages } from './detailMessages'

/** What the last check has found, in words. */
export function CheckCard({ disk: { lastCheck, format } }: { disk: DiskDetail }) {
  const t = useText(detailMessages)
  const f = useFormat()
  if (!lastCheck) return <InfoCard title={t('checkTitle')}>{t(format === 'raw' ? 'rawCheck' : 'neverChecked')}</InfoCard>
  const { at, report } = lastCheck
  const { corruptions, checkErrors, leaks, corruptionsFixed, leaksFixed, clusters, allocatedClusters } = report
  const sound = isSound(report)
  const fixed = corruptionsFixed + leaksFixed
  const share = clusters === 0 ? 0 : (allocatedClusters / clusters) * 100
  return (
    <InfoCard title={t('checkTitle')}>
      <Notice variant={sound ? 'success' : 'danger'} title={sound ? t('sound') : t('damage', { count: corruptions + checkErrors })} />
      {leaks > 0 && <Content component="p">{t('leaked', { count: leaks })}</Content>}
      {fixed > 0 && <Content component="p">{t('mended', { count: fixed })}</Content>}
      <Content component="p">{t('spread', { percent: f.percent(share), fragmented: f.percent((fragmentation(report) ?? 0) * 100) })}</Content>
      <Content component="small">{t('checkedAt')}: {f.dateTime(at)}</Content>
    </InfoCard>
  )
}
