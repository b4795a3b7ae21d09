import { defineMessages } from '@/components/i18n/messages'

export const settingsMessages = defineMessages({
  intro: { en: 'They hold for the whole installation, from the moment they are changed.', zh: '对整个系统生效，更改后立即起作用。' },
  downloads: { en: 'Downloads by hosts', zh: '主机下载' },
  privateAddresses: { en: 'Private addresses', zh: '私有地址' },
  allowed: { en: 'Allowed', zh: '允许' },
  refused: { en: 'Refused', zh: '拒绝' },
  downloadsBody: {
    en: 'A host fetches kernel, initrd and answers of a network tree from the address that somebody typed into a new machine. Refused are 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, the host’s own addresses and their like in IPv6, so that nobody reaches servers in this way that only the host should reach.',
    zh: '主机从创建虚拟机时填写的地址获取网络安装树的内核、initrd 和应答文件。默认拒绝 10.0.0.0/8、172.16.0.0/12、192.168.0.0/16、主机自身的地址以及同类 IPv6 地址，以免有人借此访问只应由主机访问的服务器。',
  },
  allow: { en: 'Allow private addresses', zh: '允许私有地址' },
  refuse: { en: 'Refuse private addresses', zh: '拒绝私有地址' },
  allowTitle: { en: 'Allow downloads from private addresses?', zh: '允许从私有地址下载？' },
  allowBody: {
    en: 'Whoever may create machines can then let a host fetch files from servers of your own network. Allow it when your installation trees are on such a server.',
    zh: '此后，有权创建虚拟机的人可以让主机从您的内部网络服务器获取文件。如果安装树位于此类服务器上，请允许。',
  },
  failed: { en: 'The setting could not be changed', zh: '无法更改设置' },
})
