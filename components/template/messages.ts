import { defineMessages } from '@/components/i18n/messages'

export const templateMessages = defineMessages({
  emptyTitle: { en: 'No templates', zh: '没有模板' },
  emptyBody: { en: 'A template is the model from which machines are made. Put an image into the folder “templates” of a storage domain and add it.', zh: '模板是创建虚拟机的样板。请将镜像放入存储域的“templates”文件夹，然后添加。' },
  create: { en: 'Add template', zh: '添加模板' },
  chooseDomain: { en: 'Choose a storage domain', zh: '选择存储域' },
  domainHelp: { en: 'Machines made from it can run where this storage domain is seen.', zh: '由此创建的虚拟机可在能访问该存储域的主机上运行。' },
  file: { en: 'Image file', zh: '镜像文件' },
  fileHelp: { en: 'Plain name of an image in the folder “templates” of the storage domain. It stands alone, without a backing file, and is left as it is.', zh: '存储域“templates”文件夹中的镜像文件名。镜像须独立，没有后备文件；添加后不会被改动。' },
  format: { en: 'Format', zh: '格式' },
  os: { en: 'Operating system', zh: '操作系统' },
  diskSize: { en: 'Disk', zh: '磁盘' },
  noDisk: { en: 'no disk', zh: '无磁盘' },
  vcpus: { en: 'vCPUs', zh: 'vCPU 数' },
  newVm: { en: 'New machine from it', zh: '由此新建虚拟机' },
})
