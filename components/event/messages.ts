import { defineMessages } from '@/components/i18n/messages'

export const eventMessages = defineMessages({
  notifications: { en: 'Notifications', zh: '通知' },
  unread: { en: '{count, plural, =0 {Notifications} one {# new notification} other {# new notifications}}', zh: '{count, plural, =0 {通知} other {# 条新通知}}' },
  unreadCount: { en: '{count, plural, =0 {nothing new} other {# new}}', zh: '{count, plural, =0 {无新通知} other {# 条新通知}}' },
  isNew: { en: 'new', zh: '新' },
  allEvents: { en: 'All events', zh: '全部事件' },
  noEvents: { en: 'No events', zh: '没有事件' },
  noEventsBody: { en: 'Every change and every trouble is written down here.', zh: '每次更改和每个故障都会记录在这里。' },
  close: { en: 'Close notifications', zh: '关闭通知' },
  time: { en: 'Time', zh: '时间' },
  severity: { en: 'Severity', zh: '级别' },
  message: { en: 'Message', zh: '消息' },
  object: { en: 'Object', zh: '对象' },
  by: { en: 'By', zh: '执行者' },
  code: { en: 'Code', zh: '代码' },
})
