import { defineMessages } from '@/components/i18n/messages'

/** What the guest agent can be asked for. */
export const guestMessages = defineMessages({
  users: { en: 'Users logged in', zh: '已登录用户' },
  noUsers: { en: 'Nobody is logged in.', zh: '没有用户登录。' },
  since: { en: '{name}, since {time}', zh: '{name}，自 {time}' },
  fileSystems: { en: 'File systems', zh: '文件系统' },
  noFileSystems: { en: 'The guest reports none.', zh: '客户机未报告任何文件系统。' },
  usedOf: { en: '{used} of {total}', zh: '{used}，共 {total}' },
  useOf: { en: 'Use of {name}', zh: '{name} 的使用情况' },
  asking: { en: 'Asking the guest …', zh: '正在询问客户机…' },
  actions: { en: 'Ask the guest agent', zh: '客户机代理操作' },
  'sync-time': { en: 'Synchronise time', zh: '同步时间' },
  freeze: { en: 'Freeze file systems', zh: '冻结文件系统' },
  thaw: { en: 'Thaw file systems', zh: '解冻文件系统' },
  trim: { en: 'Trim file systems', zh: '修剪文件系统' },
  'set-password': { en: 'Set password', zh: '设置密码' },
  'add-ssh-keys': { en: 'Add SSH keys', zh: '添加 SSH 密钥' },
  done: { en: '{name}: {deed}, done', zh: '{name}：{deed}，已完成' },
  failed: { en: '{name}: {deed} failed', zh: '{name}：{deed}失败' },
  username: { en: 'User in the guest', zh: '客户机用户' },
  password: { en: 'New password', zh: '新密码' },
  passwordHint: { en: 'It goes straight to the guest and is written down nowhere.', zh: '密码直接发送给客户机，不会在任何地方保存。' },
  keys: { en: 'Public keys', zh: '公钥' },
  keysHint: { en: 'One on each line; the keys that are there stay.', zh: '每行一个；已有的密钥会保留。' },
})
