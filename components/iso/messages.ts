import { defineMessages } from '@/components/i18n/messages'

export const isoListMessages = defineMessages({
  library: { en: 'CD images', zh: '光盘镜像' },
  file: { en: 'File', zh: '文件' },
  os: { en: 'Operating system', zh: '操作系统' },
  label: { en: 'Label', zh: '卷标' },
  size: { en: 'Size', zh: '大小' },
  changed: { en: 'Changed', zh: '修改时间' },
  boot: { en: 'Kernel, initrd or other file', zh: '内核、initrd 或其他文件' },
  emptyTitle: { en: 'No CD images', zh: '没有光盘镜像' },
  emptyBody: { en: 'Upload one, let a host fetch it from an address, or copy it into {path} on a host. The operating system is told by osinfo-db.', zh: '可上传、由主机从网址下载，或复制到主机的 {path}。操作系统由 osinfo-db 识别。' },
  emptyEverywhere: { en: 'Upload one, or let a host fetch it from an address. The operating system is told by osinfo-db.', zh: '可上传，或由主机从网址下载。操作系统由 osinfo-db 识别。' },
  unseen: { en: '{domain} can’t be looked into: {error}', zh: '无法查看 {domain}：{error}' },
  actionsFor: { en: 'Actions for {file}', zh: '{file} 的操作' },
  download: { en: 'Download', zh: '下载' },
  delete: { en: 'Delete', zh: '删除' },
  deleteTitle: { en: 'Delete {file}?', zh: '删除 {file}？' },
  deleteBody: { en: 'The file of {size} is removed from {domain}. Machines have it no more.', zh: '将从 {domain} 删除大小为 {size} 的文件，虚拟机将无法再使用它。' },
  deleteFailed: { en: '{file} could not be deleted', zh: '无法删除 {file}' },
  deleted: { en: '{file} was deleted.', zh: '已删除 {file}。' },
  more: { en: 'The first {shown} of {total} are shown.', zh: '显示 {total} 个中的前 {shown} 个。' },
})
