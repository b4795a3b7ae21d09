import { defineMessages } from '@/components/i18n/messages'

/** Words of dialogs that are opened from a disk's actions. */
export const dialogMessages = defineMessages({
  moveTitle: { en: 'Move or convert {name}', zh: '移动或转换 {name}' },
  moveHint: {
    en: 'All of it is copied first; the old image is removed only when the copy is whole and in use. Until then it can be cancelled.',
    zh: '先完整复制；只有副本完整并投入使用后才移除旧镜像。在此之前可以取消。',
  },
  moveThinHint: {
    en: 'It leans on template {template}: the copy holds all of that data itself, and needs the template no more. The old image is removed only when the copy is whole and in use.',
    zh: '它依赖模板 {template}：副本将自行包含全部数据，不再需要该模板。只有副本完整并投入使用后才移除旧镜像。',
  },
  moveLiveHint: {
    en: 'Its machine goes on meanwhile. It runs from the old image until the copy is whole, and switches over then; the copy leans on no other image.',
    zh: '期间虚拟机继续运行。副本完整之前一直使用旧镜像，之后切换到副本；副本不依赖其他镜像。',
  },
  rate: { en: 'At most', zh: '速度上限' },
  rateNone: { en: 'As fast as it goes', zh: '不限制' },
  rateHint: { en: 'Leaves so much of storage and network to the machines.', zh: '为虚拟机保留存储和网络带宽。' },
  copyTitle: { en: 'Copy {name}', zh: '复制 {name}' },
  copyHint: { en: 'A new disk of no machine, with all that this one holds. It leans on no other image.', zh: '新建一个未挂接的磁盘，包含此磁盘的全部数据，不依赖其他镜像。' },
  here: { en: '{name} (where it is)', zh: '{name}（当前位置）' },
  space: { en: 'Takes about {size}. Free on {domain}: {free}.', zh: '约占用 {size}。{domain} 的可用空间：{free}。' },
  spaceUpTo: { en: 'Takes up to {size}. Free on {domain}: {free}.', zh: '最多占用 {size}。{domain} 的可用空间：{free}。' },
  shrinkTitle: { en: 'Make {name} smaller', zh: '缩小 {name}' },
  shrinkWarning: {
    en: 'The end of the disk is cut off, with all that lies there. Shrink the guest’s file systems and partitions first: Atrium can’t see how far they reach.',
    zh: '磁盘末尾及其上的全部数据会被截去。请先在客户机中缩小文件系统和分区：Atrium 无法得知它们占用到何处。',
  },
  lose: { en: 'The last {cut} of {disk} may be lost for good', zh: '{disk} 末尾的 {cut} 可以永久丢失' },
  loseUnknown: { en: 'The end of the disk may be lost for good', zh: '磁盘末尾可以永久丢失' },
  repairTitle: { en: 'Repair {name}', zh: '修复 {name}' },
  repairHint: { en: 'The tables of the image are mended, not the file systems of the guest in it.', zh: '修复的是镜像的元数据表，而不是其中客户机的文件系统。' },
  repairWhat: { en: 'What is mended', zh: '修复内容' },
  repairLeaks: { en: 'Give back space that belongs to nothing', zh: '回收无归属的空间' },
  repairLeaksHint: { en: 'Touches no data.', zh: '不会触及任何数据。' },
  repairAll: { en: 'Damage, too', zh: '同时修复损坏' },
  repairAllHint: {
    en: 'As far as QEMU can. What it can’t attribute to anything is thrown away: copy the image first if its data matters.',
    zh: '在 QEMU 能力范围内修复。无法归属的内容会被丢弃：如数据重要，请先复制镜像。',
  },
})
