import { defineMessages } from './messages'

/** Why an action is greyed or an input refused, by the code that the server and server/domain give. Unknown codes show the server's English sentence. */
export const reasonMessages = defineMessages({
  external: { en: 'Another tool made this machine. Adopt it first.', zh: '此虚拟机由其他工具创建，请先接管。' },
  already_ours: { en: 'This machine is already managed by Atrium.', zh: '此虚拟机已由 Atrium 管理。' },
  host_status: { en: "Host {host} can't be reached ({status}).", zh: '无法连接主机 {host}（{status}）。' },
  libvirt_down: { en: 'libvirt on host {host} does not answer.', zh: '主机 {host} 上的 libvirt 没有响应。' },
  busy: { en: 'The job “{job}” is working on this machine.', zh: '任务“{job}”正在处理此虚拟机。' },
  wrong_state: { en: 'Not possible while the machine is {status}.', zh: '虚拟机状态为“{status}”时无法执行此操作。' },
  forbidden: { en: 'You do not have the permission for this.', zh: '您没有执行此操作的权限。' },
  name_empty: { en: 'Give it a name.', zh: '请输入名称。' },
  name_long: { en: 'The name has {length} characters; {max} are allowed.', zh: '名称有 {length} 个字符，最多允许 {max} 个。' },
  name_characters: { en: 'Only letters, digits, “_”, “.” and “-” are allowed.', zh: '只允许使用字母、数字、“_”、“.”和“-”。' },
  name_words: { en: 'Only letters, digits, “_”, “.”, “-” and single blanks inside are allowed; it begins with a letter, a digit or “_”.', zh: '只允许使用字母、数字、“_”、“.”、“-”以及中间的单个空格；必须以字母、数字或“_”开头。' },
  search: { en: '{detail}', zh: '无法理解搜索条件：{detail}' },
  name_digits: { en: 'The name must not be digits only.', zh: '名称不能只包含数字。' },
  name_start: { en: 'The name must begin with a letter, a digit or “_”.', zh: '名称必须以字母、数字或“_”开头。' },
  path_absolute: { en: 'Give an absolute path, beginning with “/”.', zh: '请输入以“/”开头的绝对路径。' },
  path_parent: { en: 'The path must not hold “..”.', zh: '路径中不能包含“..”。' },
  bridge_name: { en: 'Give the name of a bridge: 1 to 15 characters without blanks, “/” and “:”.', zh: '请输入网桥名称：1 至 15 个字符，不含空格、“/”和“:”。' },
  password_short: { en: 'The password must have at least {min} characters.', zh: '密码至少需要 {min} 个字符。' },
  password_differs: { en: 'The two passwords differ.', zh: '两次输入的密码不一致。' },
  choose_object: { en: 'Choose one.', zh: '请选择一项。' },
  memory_number: { en: 'Memory must be a whole number of MiB.', zh: '内存必须是整数 MiB。' },
  memory_small: { en: 'Memory must be at least {min} MiB.', zh: '内存至少为 {min} MiB。' },
  memory_large: { en: '{memoryMiB} MiB is more than the largest host of the cluster has ({limitMiB} MiB).', zh: '{memoryMiB} MiB 超过集群中最大主机的内存（{limitMiB} MiB）。' },
  vcpus_number: { en: 'vCPUs must be a whole number.', zh: 'vCPU 数必须是整数。' },
  vcpus_small: { en: 'A machine needs at least {min, plural, one {# vCPU} other {# vCPUs}}.', zh: '虚拟机至少需要 {min} 个 vCPU。' },
  disk_number: { en: 'The size must be a whole number of MiB.', zh: '大小必须是整数 MiB。' },
  disk_small: { en: 'The disk can’t be smaller than the template’s: {min} MiB.', zh: '磁盘不能小于模板的磁盘：{min} MiB。' },
  vcpus_large: { en: '{vcpus} vCPUs are more than the largest host of the cluster has processors ({limit}).', zh: '{vcpus} 个 vCPU 超过集群中最大主机的处理器数（{limit}）。' },
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

