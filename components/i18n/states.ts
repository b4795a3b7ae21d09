import type { BulkState, JobState, JobStep } from '@/server/contract/api/activity'
import type { HostStatus } from '@/server/contract/api/infrastructure'
import type { StorageDomain } from '@/server/contract/api/storage-domain'
import type { VmStatus } from '@/server/contract/api/vm'
import { defineMessages, type Message } from './messages'

const vm: Record<VmStatus | 'external', Message> = {
  down: { en: 'Down', zh: '已关闭' },
  starting: { en: 'Starting', zh: '正在启动' },
  up: { en: 'Up', zh: '运行中' },
  paused: { en: 'Paused', zh: '已暂停' },
  paused_io: { en: 'Paused (storage error)', zh: '已暂停（存储错误）' },
  saving: { en: 'Saving state', zh: '正在保存状态' },
  suspended: { en: 'Suspended', zh: '已挂起' },
  migrating: { en: 'Migrating', zh: '正在迁移' },
  shutting_down: { en: 'Shutting down', zh: '正在关机' },
  rebooting: { en: 'Rebooting', zh: '正在重启' },
  locked: { en: 'Locked', zh: '已锁定' },
  not_responding: { en: 'Not responding', zh: '无响应' },
  crashed: { en: 'Crashed', zh: '已崩溃' },
  external: { en: 'External', zh: '外部' },
}

const host: Record<HostStatus, Message> = {
  installing: { en: 'Installing', zh: '正在安装' },
  up: { en: 'Up', zh: '运行中' },
  connecting: { en: 'Connecting', zh: '正在连接' },
  non_responsive: { en: 'Non-responsive', zh: '无响应' },
  non_operational: { en: 'Non-operational', zh: '无法正常工作' },
  maintenance: { en: 'Maintenance', zh: '维护模式' },
  down: { en: 'Down', zh: '已关闭' },
}

const storageDomain: Record<StorageDomain['status'], Message> = {
  active: { en: 'Active', zh: '活动' },
  partly_active: { en: 'Partly active', zh: '部分活动' },
  inactive: { en: 'Inactive', zh: '不活动' },
  maintenance: { en: 'Maintenance', zh: '维护模式' },
  locked: { en: 'Locked', zh: '已锁定' },
  unattached: { en: 'Unattached', zh: '未附加' },
}

const job: Record<JobState, Message> = {
  queued: { en: 'Queued', zh: '排队中' },
  running: { en: 'Running', zh: '正在运行' },
  succeeded: { en: 'Succeeded', zh: '成功' },
  failed: { en: 'Failed', zh: '失败' },
  cancelling: { en: 'Cancelling', zh: '正在取消' },
  cancelled: { en: 'Cancelled', zh: '已取消' },
}

const step: Record<JobStep['state'], Message> = {
  waiting: { en: 'Waiting', zh: '等待中' },
  running: { en: 'Running', zh: '正在运行' },
  done: { en: 'Done', zh: '完成' },
  failed: { en: 'Failed', zh: '失败' },
  undoing: { en: 'Undoing', zh: '正在撤销' },
  undone: { en: 'Undone', zh: '已撤销' },
  skipped: { en: 'Skipped', zh: '已跳过' },
}

const bulk: Record<BulkState, Message> = {
  waiting: { en: 'Waiting', zh: '等待中' },
  running: { en: 'Running', zh: '正在运行' },
  succeeded: { en: 'Succeeded', zh: '成功' },
  failed: { en: 'Failed', zh: '失败' },
  refused: { en: 'Refused', zh: '被拒绝' },
  cancelled: { en: 'Cancelled', zh: '已取消' },
}

const severity = {
  info: { en: 'Information', zh: '信息' },
  warning: { en: 'Warning', zh: '警告' },
  error: { en: 'Error', zh: '错误' },
}

const check = {
  pass: { en: 'Passed', zh: '通过' },
  warn: { en: 'Warning', zh: '警告' },
  fail: { en: 'Failed', zh: '失败' },
}

const link = {
  up: { en: 'Up', zh: '已连接' },
  down: { en: 'Down', zh: '已断开' },
  unknown: { en: 'Unknown', zh: '未知' },
  active: { en: 'Active', zh: '活动' },
  inactive: { en: 'Inactive', zh: '不活动' },
}

const names = <Key extends string>(words: Record<Key, Message>): string[] => Object.keys(words)
/** States as the search language takes them, for its suggestions. Not from the contract: that would bring zod into the page. */
export const jobStateNames = names(job)
export const hostStateNames = names(host)
export const storageDomainStateNames = names(storageDomain)

/** Words for the states of each kind of thing. */
export const stateMessages = {
  vm: defineMessages(vm),
  host: defineMessages(host),
  'storage-domain': defineMessages(storageDomain),
  job: defineMessages(job),
  step: defineMessages(step),
  bulk: defineMessages(bulk),
  severity: defineMessages(severity),
  check: defineMessages(check),
  link: defineMessages(link),
}
export type StateKind = keyof typeof stateMessages
