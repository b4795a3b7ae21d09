import { defineMessages } from '@/components/i18n/messages'

/** What people note of a machine, and what the cluster shall do for it. */
export const propertyMessages = defineMessages({
  properties: { en: 'Properties', zh: '属性' },
  propertiesOf: { en: 'Properties of {name}', zh: '{name} 的属性' },
  editProperties: { en: 'Edit properties', zh: '编辑属性' },
  comment: { en: 'Comment', zh: '注释' },
  tags: { en: 'Tags', zh: '标签' },
  tagsHint: { en: 'Separated by commas; search for tag=prod.', zh: '用逗号分隔；可搜索 tag=prod。' },
  customFields: { en: 'Custom fields', zh: '自定义字段' },
  customFieldsHint: { en: 'One on each line: name=value.', zh: '每行一个：名称=值。' },
  owner: { en: 'Owner', zh: '所有者' },
  nobody: { en: 'Nobody', zh: '无' },
  deleteProtected: { en: 'Delete protection', zh: '删除保护' },
  deleteProtectedHint: { en: 'It can’t be deleted until this is taken back.', zh: '取消此项之前无法删除。' },
  autostart: { en: 'Start with its host', zh: '随主机启动' },
  stateless: { en: 'Stateless', zh: '无状态' },
  statelessHint: { en: 'What it writes to its disks is thrown away at power-off. It takes effect at the next start.', zh: '关机时丢弃写入其磁盘的所有内容。下次启动时生效。' },
  autostartPending: { en: '{wanted}; its host does not have it yet', zh: '{wanted}；主机尚未生效' },
  ha: { en: 'Highly available', zh: '高可用' },
  haHint: { en: 'It shall be started anew elsewhere when its host fails.', zh: '主机故障时将在其他主机上重新启动。' },
  haPriority: { en: 'Priority', zh: '优先级' },
  low: { en: 'Low', zh: '低' },
  medium: { en: 'Medium', zh: '中' },
  high: { en: 'High', zh: '高' },
  yes: { en: 'Yes', zh: '是' },
  no: { en: 'No', zh: '否' },
})
