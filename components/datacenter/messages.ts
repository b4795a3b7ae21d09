import { defineMessages } from '@/components/i18n/messages'

export const datacenterMessages = defineMessages({
  create: { en: 'New datacenter', zh: '新建数据中心' },
  emptyTitle: { en: 'No datacenters', zh: '没有数据中心' },
  emptyBody: { en: 'A datacenter holds clusters of hosts with the storage domains and networks that they share.', zh: '数据中心包含主机集群，以及它们共享的存储域和网络。' },
  machines: { en: 'Machines', zh: '虚拟机' },
  nameHelp: { en: 'Up to 64 letters, digits, blanks, “_”, “.” and “-”; unique among datacenters.', zh: '最多 64 个字母、数字、空格、“_”、“.”和“-”；在数据中心之间唯一。' },
  contents: { en: 'Contents', zh: '内容' },
  details: { en: 'Details', zh: '详情' },
  id: { en: 'ID', zh: 'ID' },
})
