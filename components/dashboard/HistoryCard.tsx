'use client'
import { Card, CardBody } from '@patternfly/react-core'
import dynamic from 'next/dynamic'
import type { Dashboard } from '@/server/contract/api/activity'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { dashboardMessages } from './messages'

const TimeChart = dynamic(() => import('@/components/charts/TimeChart').then(m => m.TimeChart), { ssr: false })

/** CPU and memory of all hosts in the last hour. */
export function HistoryCard({ history }: { history: Dashboard['history'] }) {
  const t = useText(dashboardMessages)
  const common = useText(commonMessages)
  const points = history.map(h => ({ at: Date.parse(h.at), values: { cpu: h.cpuPercent, memory: h.memoryPercent } }))
  return (
    <Card isCompact>
      <CardBody>
        {points.length === 0 ? (
          <p>{t('noHistory')}</p>
        ) : (
          <TimeChart
            title={t('history')}
            subject="atrium"
            unit="percent"
            max={100}
            rangeMinutes={60}
            until={points.at(-1)?.at ?? 0}
            points={points}
            series={[
              { key: 'cpu', label: common('cpu') },
              { key: 'memory', label: common('memory') },
            ]}
          />
        )}
      </CardBody>
    </Card>
  )
}
