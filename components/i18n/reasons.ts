import { defineMessages } from './messages'

/**
 * Why an action is greyed or an input refused, by the code that the server and server/domain give. Those of
 * forms and rarer refusals come later (reasonsLater); a code without words shows the server's English sentence.
 */
export const reasonMessages = defineMessages({
  external: { en: 'Another tool made this machine. Adopt it first.', zh: '此虚拟机由其他工具创建，请先接管。' },
  already_ours: { en: 'This machine is already managed by Atrium.', zh: '此虚拟机已由 Atrium 管理。' },
  host_status: { en: "Host {host} can't be reached ({status}).", zh: '无法连接主机 {host}（{status}）。' },
  libvirt_down: { en: 'libvirt on host {host} does not answer.', zh: '主机 {host} 上的 libvirt 没有响应。' },
  busy: { en: 'The job “{job}” is working on this machine.', zh: '任务“{job}”正在处理此虚拟机。' },
  wrong_state: { en: 'Not possible while the machine is {status}.', zh: '虚拟机状态为“{status}”时无法执行此操作。' },
  protected: { en: 'It is protected from deletion. Take the protection back in its properties first.', zh: '该虚拟机受删除保护。请先在其属性中取消保护。' },
  guest_mute: { en: 'The guest agent does not answer.', zh: '客户机代理没有响应。' },
  guest_lacks: { en: 'The guest agent does not know this command. Install a newer qemu-guest-agent, or allow the command there.', zh: '客户机代理不支持此命令。请安装较新的 qemu-guest-agent，或在其中允许该命令。' },
  saved_state: { en: 'Its memory is saved with the present value. Start it, or discard the saved state first.', zh: '其内存是按当前值保存的。请先启动它，或丢弃已保存的状态。' },
  needs_down: { en: 'Its disks can be changed while it is down. It is {status}.', zh: '只有在虚拟机关闭时才能更改其磁盘。当前状态：{status}。' },
  disk_busy: { en: 'The job “{job}” is working on this disk.', zh: '任务“{job}”正在处理此磁盘。' },
  frozen: { en: 'Its file systems are frozen: thaw them first.', zh: '其文件系统已冻结：请先解冻。' },
  stateless: { en: 'It runs statelessly: its disks stay as they are until it is off.', zh: '它正以无状态方式运行：关机之前其磁盘保持不变。' },
  not_empty: {
    en: '{name} is not empty: clusters {clusters}, hosts {hosts}, storage domains {storageDomains}, networks {networks}, machines {vms}, templates {templates}, disks {disks}. Remove or move these first.',
    zh: '{name} 中仍有其他对象：集群 {clusters}、主机 {hosts}、存储域 {storageDomains}、网络 {networks}、虚拟机 {vms}、模板 {templates}、磁盘 {disks}。请先移除或移走它们。',
  },
  template_in_use: { en: '{disks, plural, one {# disk is} other {# disks are}} made from template {name}.', zh: '仍有 {disks} 个磁盘基于模板 {name}。' },
  host_in_use: {
    en: 'Host {host} runs {count, plural, one {# machine} other {# machines}}. Stop or move them first.',
    zh: '主机 {host} 正在运行 {count} 台虚拟机，请先停止或迁移它们。',
  },
  cancelling: { en: 'The job is already being cancelled.', zh: '任务正在取消。' },
  job_ended: { en: 'The job has already ended: {state}.', zh: '任务已结束：{state}。' },
  job_uncancellable: { en: 'This job can not be stopped half way.', zh: '此任务不能中途停止。' },
  may_run_on_unreachable_host: { en: 'It may still run on host {host}, which can’t be reached.', zh: '它可能仍在无法连接的主机 {host} 上运行。' },
  host_empty: { en: 'No machine runs on host {host}.', zh: '主机 {host} 上没有运行中的虚拟机。' },
  pinned: { en: 'It is pinned to its host.', zh: '它已固定在所在主机上。' },
  no_host: { en: 'It is on no host.', zh: '它不在任何主机上。' },
  disk_held: { en: 'Machine {vm} on host {host} uses the disk {disk}.', zh: '主机 {host} 上的虚拟机 {vm} 正在使用磁盘 {disk}。' },
  no_policy: { en: 'There is no such migration policy any more.', zh: '该迁移策略已不存在。' },
  policy_in_use: { en: 'It is used: clusters {clusters}, machines {vms}. Give them another policy first.', zh: '该策略正在使用：集群 {clusters}、虚拟机 {vms}。请先为它们改用其他策略。' },
  bad_migration_address: { en: '“{address}” is no host name and no IP address. Write it without a port.', zh: '“{address}”不是主机名或 IP 地址。请不要包含端口。' },
  out_of_range: { en: 'A whole number from {min, number} to {max, number}.', zh: '请输入 {min, number} 到 {max, number} 之间的整数。' },
  bad_steps: { en: 'Whole milliseconds between 1 and 2,000,000, with commas; up to 19.', zh: '请输入 1 到 2,000,000 之间的整数毫秒，用逗号分隔，最多 19 个。' },
  no_migration: { en: 'No migration of this machine runs now.', zh: '此虚拟机当前没有正在进行的迁移。' },
  wrong_password: { en: 'Wrong user name or password.', zh: '用户名或密码错误。' },
  login_rate: { en: 'Too many attempts. Try again in {seconds} s.', zh: '尝试次数过多，请在 {seconds} 秒后重试。' },
  forbidden: { en: 'You do not have the permission for this.', zh: '您没有执行此操作的权限。' },
})

/** Words for the code of a problem (server/domain/error.ts) when it has no closer reason. */
export const problemMessages = defineMessages({
  UNREACHABLE: { en: 'The manager does not answer.', zh: '管理器没有响应。' },
  NO_ANSWER: { en: 'The manager gave no usable answer.', zh: '管理器没有给出可用的响应。' },
  UNAUTHENTICATED: { en: 'You are not logged in.', zh: '您尚未登录。' },
  FORBIDDEN: { en: 'You do not have the permission for this.', zh: '您没有执行此操作的权限。' },
  NOT_FOUND: { en: 'It does not exist, or you may not see it.', zh: '该对象不存在，或者您无权查看。' },
  STALE_GENERATION: { en: 'Someone else changed it in the meantime. Look at the new values and try again.', zh: '其他人在此期间修改了它。请查看新值后重试。' },
  RATE_LIMITED: { en: 'Too many attempts.', zh: '尝试次数过多。' },
  DATABASE_DOWN: { en: 'The database does not answer. It is tried again.', zh: '数据库没有响应，正在重试。' },
  DISK_FULL: { en: 'The disk is full.', zh: '磁盘已满。' },
  CANCELLED: { en: 'It was cancelled.', zh: '已取消。' },
})
