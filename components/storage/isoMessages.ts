import { defineMessages } from '@/components/i18n/messages'

export const isoMessages = defineMessages({
  chooseIso: { en: 'Choose a file', zh: '请选择文件' },
  looking: { en: 'Looking into the storage domains …', zh: '正在查看存储域…' },
  lookAgain: { en: 'Look again', zh: '重新查看' },
  isoOn: { en: '{file} ({domain})', zh: '{file}（{domain}）' },
  noIso: { en: 'There is no CD image yet', zh: '还没有光盘镜像' },
  noBoot: { en: 'There is no kernel or initrd yet', zh: '还没有内核或 initrd' },
  putThere: { en: 'Copy it into one of these folders, on any host that sees the storage domain:', zh: '请将其复制到以下任一文件夹（在能访问该存储域的任意主机上）：' },
  noFolder: { en: 'No storage domain is attached to this cluster.', zh: '没有存储域附加到此集群。' },
})
