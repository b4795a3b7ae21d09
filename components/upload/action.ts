import { defineMessages } from '@/components/i18n/messages'

/** Apart from the dialog's texts, for pages carry it. */
export const uploadAction = defineMessages({ upload: { en: 'Upload', zh: '上传' } })
