import { defineMessages } from '@/components/i18n/messages'

export const remoteViewerMessages = defineMessages({
  menu: { en: 'Remote Viewer', zh: '远程查看器' },
  openBy: { en: 'Open in Remote Viewer ({type})', zh: '在 Remote Viewer 中打开（{type}）' },
  failed: { en: 'The {type} screen of {name} could not be opened', zh: '无法打开 {name} 的 {type} 屏幕' },
  done: { en: '{file} is for virt-viewer’s Remote Viewer. Open it before {time}: then it is no longer good.', zh: '{file} 用于 virt-viewer 的 Remote Viewer，请在 {time} 之前打开，逾期失效。' },
})
