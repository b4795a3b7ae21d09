import { defineMessages } from '@/components/i18n/messages'

export const clusterMessages = defineMessages({
  migration: { en: 'Migration', zh: '迁移' },
  create: { en: 'New cluster', zh: '新建集群' },
  emptyTitle: { en: 'No clusters', zh: '没有集群' },
  emptyBody: { en: 'A cluster is a group of hosts between which machines can be started and moved.', zh: '集群是一组主机，虚拟机可在其间启动和迁移。' },
  machinesUp: { en: 'Machines up', zh: '运行中的虚拟机' },
  upOf: { en: '{up} of {all}', zh: '{up} / {all}' },
  cpus: { en: 'CPUs', zh: 'CPU 数' },
  nameHelp: { en: 'Up to 64 letters, digits, blanks, “_”, “.” and “-”; unique in the datacenter.', zh: '最多 64 个字母、数字、空格、“_”、“.”和“-”；在数据中心内唯一。' },
  capacity: { en: 'Capacity', zh: '容量' },
  allCpus: { en: 'CPUs of all hosts', zh: '全部主机的 CPU 数' },
  allMemory: { en: 'Memory of all hosts', zh: '全部主机的内存' },
  largestHost: { en: 'Largest machine possible', zh: '可创建的最大虚拟机' },
  largest: { en: '{cpus, plural, one {# vCPU} other {# vCPUs}}, {memory}', zh: '{cpus} 个 vCPU，{memory}' },
  noHostUp: { en: 'No host is Up', zh: '没有运行中的主机' },
  details: { en: 'Details', zh: '详情' },
  id: { en: 'ID', zh: 'ID' },
  selectDatacenter: { en: 'Choose a datacenter', zh: '选择数据中心' },
})
