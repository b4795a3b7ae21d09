import { defineMessages } from '@/components/i18n/messages'

/** Changes of a machine that runs: what waits, and how it is done. */
export const liveMessages = defineMessages({
  title: { en: '{count, plural, one {# change waits} other {# changes wait}}', zh: '有 {count} 项更改等待生效' },
  table: { en: 'Changes that wait', zh: '等待生效的更改' },
  field: { en: 'Setting', zh: '设置' },
  running: { en: 'Running', zh: '当前运行' },
  next: { en: 'Wanted', zh: '期望' },
  when: { en: 'When', zh: '生效方式' },
  nothing: { en: 'None', zh: '无' },
  now: { en: 'Can be applied now', zh: '可立即应用' },
  needsRestart: { en: 'Needs a restart', zh: '需要重新启动' },
  notNow: { en: 'Not now', zh: '目前无法应用' },
  refused: { en: 'Refused', zh: '被拒绝' },
  waiting: { en: 'The guest was asked', zh: '已请求客户机' },
  whenWhy: { en: '{when}: {why}', zh: '{when}：{why}' },
  apply: { en: 'Apply {count, plural, one {# change} other {# changes}} now', zh: '立即应用 {count} 项更改' },
  applyNow: { en: 'Change the running machine now, as far as it can be', zh: '尽可能立即更改正在运行的虚拟机' },
  applyNowHint: { en: 'The rest waits for its next start. Without this, all of it does.', zh: '其余更改等待下次启动；不勾选则全部等待。' },
  applyFailed: { en: '{name}: the changes could not be applied', zh: '{name}：无法应用更改' },
  restart: { en: 'Restart to apply all', zh: '重新启动以应用全部更改' },
  restartFailed: { en: '{name} could not be restarted', zh: '无法重新启动 {name}' },
})
