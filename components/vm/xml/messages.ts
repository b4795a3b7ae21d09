import { defineMessages } from '@/components/i18n/messages'

/** The editor of a machine's XML. */
export const xmlMessages = defineMessages({
  title: { en: 'Edit the XML of {name}', zh: '编辑 {name} 的 XML' },
  about: {
    en: 'The definition as it is wanted. What Atrium knows in it becomes settings of the machine; everything else is kept as you write it, on every host.',
    zh: '此为期望的定义。其中 Atrium 支持的内容会成为虚拟机的设置；其余内容按您所写原样保留，在任何主机上均有效。',
  },
  running: { en: 'The machine is running: the changes apply at its next start.', zh: '虚拟机正在运行：更改将在下次启动时生效。' },
  label: { en: 'XML', zh: 'XML' },
  check: { en: 'Check', zh: '检查' },
  checking: { en: 'Checking …', zh: '正在检查…' },
  restore: { en: 'Begin anew', zh: '重新编辑' },
  checkFirst: { en: 'Check it first: then you see what changes.', zh: '请先检查，以查看将发生的更改。' },
  unchanged: { en: 'Nothing changes.', zh: '没有更改。' },
  ready: { en: 'libvirt would take it', zh: 'libvirt 可以接受此定义' },
  readyUnasked: { en: 'No host answers, so libvirt was not asked', zh: '没有主机响应，因此未询问 libvirt' },
  refused: { en: 'It can’t be saved', zh: '无法保存' },
  changes: { en: 'Changes', zh: '更改' },
  added: { en: 'Added', zh: '新增' },
  removed: { en: 'Removed', zh: '删除' },
  stale: { en: 'Somebody else changed this machine while you were editing', zh: '您编辑期间其他人修改了该虚拟机' },
  staleBody: { en: 'Your text is kept. Check it again: the changes are shown against what is there now.', zh: '您的文本已保留。请再次检查：将显示与当前定义的差异。' },
  skipped: { en: '{count, plural, one {# line that stays} other {# lines that stay}}', zh: '{count} 行未变' },
})
