import { defineMessages } from '@/components/i18n/messages'

export const dashboardMessages = defineMessages({
  cpuUse: { en: 'CPU', zh: 'CPU' },
  memoryUse: { en: 'Memory', zh: '内存' },
  storageUse: { en: 'Storage', zh: '存储' },
  ofCpus: { en: '{used} of {count, plural, one {# CPU} other {# CPUs}}', zh: '{count} 个 CPU 的 {used}' },
  ofTotal: { en: '{used} of {total}', zh: '{used} / {total}' },
  free: { en: '{free} free', zh: '剩余 {free}' },
  history: { en: 'All hosts, last hour', zh: '全部主机，最近一小时' },
  noHistory: { en: 'No figures yet. A host sends them each 10 seconds once it is Up.', zh: '暂无数据。主机进入“运行中”后每 10 秒上报一次。' },
  recentEvents: { en: 'Latest events', zh: '最近事件' },
  warnings: { en: 'Needs attention', zh: '需要关注' },
  noWarnings: { en: 'Nothing needs attention.', zh: '没有需要关注的事项。' },
  none: { en: 'None yet', zh: '暂无' },
  addHost: { en: 'Add a host', zh: '添加主机' },
  newVm: { en: 'New virtual machine', zh: '新建虚拟机' },
  used: { en: '{percent} used', zh: '已使用 {percent}' },
})
