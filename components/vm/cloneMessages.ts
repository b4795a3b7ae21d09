import { defineMessages } from '@/components/i18n/messages'

export const cloneMessages = defineMessages({
  generalise: { en: 'Make the clone general (virt-sysprep)', zh: '将克隆通用化（virt-sysprep）' },
  generaliseHint: {
    en: 'Takes out of its copied disks what belongs to one machine alone: SSH host keys, machine id, logs, history, leases.',
    zh: '从复制的磁盘中清除只属于单台机器的内容：SSH 主机密钥、机器标识、日志、历史记录、租约等。',
  },
  generaliseWhat: { en: 'What is taken out ({count} of {total})', zh: '要清除的内容（{count}/{total}）' },
  operation: { en: '{name}: {description}', zh: '{name}：{description}' },
  generaliseMissing: { en: '{count, plural, one {Host {hosts} has} other {Hosts {hosts} have}} no virt-sysprep: install libguestfs-tools.', zh: '{count, plural, one {主机 {hosts}} other {{count} 台主机（{hosts}）}}没有 virt-sysprep：请安装 libguestfs-tools。' },
  generaliseNoHost: { en: 'No host of the cluster is Up.', zh: '集群中没有运行中的主机。' },
})
