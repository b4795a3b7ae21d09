import { defineMessages } from '@/components/i18n/messages'

export const templateMessages = defineMessages({
  emptyTitle: { en: 'No templates', zh: '没有模板' },
  emptyBody: { en: 'A template is the model from which machines are made.', zh: '模板是创建虚拟机的样板。' },
  os: { en: 'Operating system', zh: '操作系统' },
  diskSize: { en: 'Disk', zh: '磁盘' },
  noDisk: { en: 'no disk', zh: '无磁盘' },
  vcpus: { en: 'vCPUs', zh: 'vCPU 数' },
  newVm: { en: 'New machine from it', zh: '由此新建虚拟机' },
})
