'use client'
import { Button, Tooltip } from '@patternfly/react-core'
import DownloadIcon from '@patternfly/react-icons/dist/dynamic/icons/download-icon'
import ImageIcon from '@patternfly/react-icons/dist/dynamic/icons/image-icon'
import type { RefObject } from 'react'
import { useText } from '@/components/i18n/useText'
import { seriesDash, seriesVariable } from './colour'
import { toCsv } from './csv'
import { download, fileName } from './download'
import { chartMessages } from './messages'
import { svgToPng } from './png'
import type { ChartPoint, ChartSeries } from './series'

interface ChartExportProps {
  title: string
  subject: string
  series: readonly ChartSeries[]
  points: readonly ChartPoint[]
  svg: RefObject<SVGSVGElement | null>
}

/** The figures as a file: all points as CSV, the drawing as PNG. */
export function ChartExport({ title, subject, series, points, svg }: ChartExportProps) {
  const t = useText(chartMessages)
  const none = points.length === 0
  const csv = (): void => {
    // The mark at the front makes Excel read UTF-8.
    download(new Blob(['\uFEFF', toCsv(series, points)], { type: 'text/csv;charset=utf-8' }), fileName([subject, title], new Date(), 'csv'))
  }
  const png = async (): Promise<void> => {
    if (!svg.current) return
    const colours = getComputedStyle(svg.current)
    const legend = series.map((s, i) => ({ label: s.label, colour: colours.getPropertyValue(seriesVariable(i)).trim(), dash: seriesDash(i) }))
    download(await svgToPng(svg.current, { title: `${subject} · ${title}`, legend }), fileName([subject, title], new Date(), 'png'))
  }
  return (
    <span>
      <Tooltip content={t('exportCsv', { title })}>
        <Button variant="plain" size="sm" isDisabled={none} aria-label={t('exportCsv', { title })} icon={<DownloadIcon />} onClick={csv} />
      </Tooltip>
      <Tooltip content={t('exportPng', { title })}>
        <Button variant="plain" size="sm" isDisabled={none} aria-label={t('exportPng', { title })} icon={<ImageIcon />} onClick={() => void png()} />
      </Tooltip>
    </span>
  )
}
