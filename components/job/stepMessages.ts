import { defineMessages } from '@/components/i18n/messages'

/** Words for the steps of the workflows (server/workflows). */
export const stepMessages = defineMessages({
  place: { en: 'Choose a host', zh: '选择主机' },
})
