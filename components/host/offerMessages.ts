import { defineMessages } from '@/components/i18n/messages'

/** What a host offers to machines. */
export const offerMessages = defineMessages({
  noneOffered: { en: 'None', zh: '无' },
  offerGraphics: { en: 'Screens', zh: '屏幕协议' },
  offerVideo: { en: 'Graphics cards', zh: '显卡' },
  offerDiskBus: { en: 'Disk buses', zh: '磁盘总线' },
  offerTpm: { en: 'TPM models', zh: 'TPM 型号' },
  offerCpuMode: { en: 'Processor modes', zh: '处理器模式' },
  offerPassthrough: { en: 'PCI pass-through', zh: 'PCI 透传' },
  offerFilesystem: { en: 'Shared folders', zh: '共享文件夹' },
  offerHyperV: { en: 'Hyper-V features', zh: 'Hyper-V 特性' },
  offerDevice: { en: 'Other devices of QEMU', zh: 'QEMU 的其他设备' },
})
