import { defineMessages } from '@/components/i18n/messages'

export const chartMessages = defineMessages({
  range: { en: 'Time shown', zh: '时间范围' },
  range15: { en: '15 min', zh: '15 分钟' },
  range60: { en: '1 h', zh: '1 小时' },
  range1440: { en: '24 h', zh: '24 小时' },
  exportCsv: { en: 'Export {title} as CSV', zh: '将{title}导出为 CSV' },
  exportPng: { en: 'Export {title} as PNG', zh: '将{title}导出为 PNG' },
  empty: { en: 'No figures yet. They arrive every 10 seconds while it runs.', zh: '暂无数据。运行期间每 10 秒采集一次。' },
  unreported: { en: 'This is not reported here.', zh: '此处没有上报该数据。' },
  loading: { en: 'Loading the figures …', zh: '正在加载数据…' },
  cursor: { en: 'Point in time in {title}', zh: '{title}的时间点' },
  readAt: { en: '{time}', zh: '{time}' },
  chart: { en: '{title}, from {from} to {to}. {values}', zh: '{title}，{from} 至 {to}。{values}' },
  mark: { en: '{time}: {label}', zh: '{time}：{label}' },
})
