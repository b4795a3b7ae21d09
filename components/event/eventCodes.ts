import { defineMessages } from '@/components/i18n/messages'

/** Words for events by their code. `{name}` = the object, `{user}` = who did it. */
export const eventCodes = defineMessages({
  'session.login': { en: '{user} logged in.', zh: '{user} 已登录。' },
})
