'use client'
import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core'
import { useText } from '@/components/i18n/useText'
import { chartMessages } from './messages'
import { chartRanges, type ChartRange } from './series'

/** 15 min · 1 h · 24 h, for all charts of a page. */
export function RangeToggle({ value, onChange }: { value: ChartRange; onChange: (range: ChartRange) => void }) {
  const t = useText(chartMessages)
  return (
    <ToggleGroup aria-label={t('range')} isCompact>
      {chartRanges.map(range => (
        <ToggleGroupItem key={range} text={t(`range${range}`)} isSelected={range === value} onChange={() => onChange(range)} />
      ))}
    </ToggleGroup>
  )
}
