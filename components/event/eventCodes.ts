import { defineMessages } from '@/components/i18n/messages'

/**
 * Words for events by their code. `{name}` = the object, `{user}` = who did it; the rest are the event's own parameters.
 * An event without words, or without a parameter they need, shows the server's English sentence.
 */
export const eventCodes = defineMessages({
  'system.initialised': { en: 'Atrium was set up.', zh: 'Atrium 已完成初始设置。' },
  'session.login': { en: '{user} logged in.', zh: '{user} 已登录。' },
  'session.login_failed': { en: 'Somebody tried to log in as {name} with a wrong password.', zh: '有人使用错误的密码尝试以 {name} 登录。' },
  'session.logout': { en: '{user} logged out.', zh: '{user} 已退出登录。' },
  'user.created': { en: 'User {name} was created.', zh: '已创建用户 {name}。' },
  'user.removed': { en: 'User {name} was removed.', zh: '已移除用户 {name}。' },
  'user.granted': { en: '{name} was given the role {role}.', zh: '已授予 {name} 角色 {role}。' },
  'user.password_reset': { en: 'The password of {name} was set from the manager’s machine.', zh: '已在管理器所在机器上重置 {name} 的密码。' },
  'datacenter.created': { en: 'Datacenter {name} was created.', zh: '已创建数据中心 {name}。' },
  'cluster.created': { en: 'Cluster {name} was created.', zh: '已创建集群 {name}。' },
  'network.created': { en: 'Network {name} was created.', zh: '已创建网络 {name}。' },
  'storage-domain.created': { en: 'Storage domain {name} was created in {path}.', zh: '已在 {path} 创建存储域 {name}。' },
  'host.token_created': { en: 'A token was made with which host {host} can join.', zh: '已为主机 {host} 生成加入令牌。' },
  'host.joined': { en: 'Host {name} joined from {address}.', zh: '主机 {name} 已从 {address} 加入。' },
  'cluster.removed': { en: 'Cluster {name} was removed.', zh: '集群 {name} 已移除。' },
  'datacenter.removed': { en: 'Datacenter {name} was removed.', zh: '数据中心 {name} 已移除。' },
  'network.removed': { en: 'Network {name} was removed.', zh: '网络 {name} 已移除。' },
  'storage-domain.removed': { en: 'Storage domain {name} was removed. What is in its folder was kept.', zh: '存储域 {name} 已移除，其文件夹中的内容已保留。' },
  'template.removed': { en: 'Template {name} was removed. Its image was kept.', zh: '模板 {name} 已移除，其镜像已保留。' },
  'host.kept_network': { en: 'The host keeps network {network}: {reason}', zh: '主机保留了网络 {network}：{reason}' },
  'host.removed': { en: 'Host {name} was removed.', zh: '主机 {name} 已移除。' },
  'host.up': { en: 'Host {name} is Up.', zh: '主机 {name} 已在运行。' },
  'host.connecting': { en: 'Host {name} is connecting. {reason}', zh: '正在连接主机 {name}。{reason}' },
  'host.non_responsive': { en: 'Host {name} does not respond. {reason}', zh: '主机 {name} 无响应。{reason}' },
  'host.non_operational': { en: 'Host {name} is non-operational. {reason}', zh: '主机 {name} 无法正常工作。{reason}' },
  'host.maintenance': { en: 'Host {name} is in maintenance.', zh: '主机 {name} 处于维护模式。' },
  'host.libvirt_down': { en: 'libvirt on host {name} does not answer.', zh: '主机 {name} 上的 libvirt 没有响应。' },
  'host.libvirt_up': { en: 'libvirt on host {name} answers again.', zh: '主机 {name} 上的 libvirt 已恢复响应。' },
  'settings.updated': {
    en: 'Hosts may {value, select, true {now} other {no longer}} fetch from private addresses.',
    zh: '主机{value, select, true {现在可以} other {不再可以}}从私有地址下载。',
  },
  'vm.stopped': { en: '{name} stopped ({reason}).', zh: '{name} 已停止（{reason}）。' },
  'vm.installer_restart': { en: 'The installer of {name} restarts it: it is started from its disk.', zh: '{name} 的安装程序请求重启：现从其磁盘启动。' },
  'vm.installer_off': {
    en: '{name} went off without a restart by its installer: it stays so, and its next start is from its disk.',
    zh: '{name} 未经安装程序重启就已关闭：保持关闭，下次启动将从其磁盘引导。',
  },
  'vm.crashed': { en: '{name} crashed ({reason}).', zh: '{name} 已崩溃（{reason}）。' },
  'vm.started': { en: '{name} was started outside Atrium ({reason}).', zh: '{name} 已在 Atrium 之外启动（{reason}）。' },
  'vm.paused': { en: '{name} was paused ({reason}).', zh: '{name} 已暂停（{reason}）。' },
  'vm.paused_io': { en: '{name} was paused because its storage failed.', zh: '{name} 因存储故障而暂停。' },
  'vm.resumed': { en: '{name} goes on.', zh: '{name} 已恢复运行。' },
  'vm.guest_asked': { en: 'The guest agent of {name} did: {deed}.', zh: '{name} 的客户机代理已执行：{deed}。' },
  'vm.saved': { en: 'The memory of {name} was saved to disk.', zh: '{name} 的内存已保存到磁盘。' },
  'vm.discarded': { en: 'The saved memory of {name} was thrown away.', zh: '{name} 已保存的内存已被丢弃。' },
  'vm.rebooted': { en: '{name} rebooted.', zh: '{name} 已重启。' },
  'vm.changed_live': { en: '{name}: {done, plural, =0 {nothing} one {# change} other {# changes}} made while it runs, {refused} not made, {next} at its next start.', zh: '{name}：运行中已更改 {done} 项，未完成 {refused} 项，下次启动时生效 {next} 项。' },
  'vm.updated': { en: '{name}: changed {fields}.', zh: '{name}：已修改 {fields}。' },
  'host.migration_listener_on': { en: 'Host {name} is to take migrations over TLS.', zh: '主机 {name} 将通过 TLS 接收迁移。' },
  'host.disk_locks_on': { en: 'Disks in use on host {name} are to be locked.', zh: '主机 {name} 上正在使用的磁盘将被加锁。' },
  'cluster.migration_set': { en: 'How machines of cluster {name} are migrated was changed.', zh: '已更改集群 {name} 的虚拟机迁移方式。' },
  'migration-policy.created': { en: 'Migration policy {name} was created.', zh: '已创建迁移策略 {name}。' },
  'migration-policy.edited': { en: 'Migration policy {name} was edited.', zh: '已编辑迁移策略 {name}。' },
  'migration-policy.removed': { en: 'Migration policy {name} was removed.', zh: '已删除迁移策略 {name}。' },
  'vm.migration_set': { en: 'How {name} may be migrated was changed: {mode}.', zh: '已更改 {name} 的迁移方式：{mode}。' },
  'vm.definition_left_out': {
    en: '{name} was imported without those parts of its XML that Atrium does not model: its host does not know them ({problem}).',
    zh: '{name} 导入时略去了其 XML 中 Atrium 未建模的部分：主机无法识别（{problem}）。',
  },
  'vm.undefined': { en: '{name} is no longer defined on host {host}.', zh: '{name} 在主机 {host} 上已不再有定义。' },
  'vm.runs_twice': {
    en: '{name} runs on host {host} although it runs on {otherHost} too. Its disks are in danger: stop one of the two now.',
    zh: '{name} 同时在主机 {host} 和 {otherHost} 上运行，其磁盘处于危险之中：请立即停止其中之一。',
  },
  'console.opened': { en: '{user} opened the console of {name}.', zh: '{user} 打开了 {name} 的控制台。' },
  'console.closed': { en: 'The console of {name} was closed after {seconds} s.', zh: '{name} 的控制台在 {seconds} 秒后关闭。' },
  'job.cancel_asked': { en: 'The job “{job}” on {name} was asked to stop.', zh: '已请求停止 {name} 上的任务“{job}”。' },
})

/** Events of every job: `vm.start.begun`, `vm.start.failed` … `{job}` = what it does, in words. */
export const jobEventWords = defineMessages({
  begun: { en: '{job} {name}: begun.', zh: '{job} {name}：已开始。' },
  succeeded: { en: '{job} {name}: done.', zh: '{job} {name}：已完成。' },
  failed: { en: '{job} {name}: failed. {error}', zh: '{job} {name}：失败。{error}' },
  cancelled: { en: '{job} {name}: cancelled.', zh: '{job} {name}：已取消。' },
})
