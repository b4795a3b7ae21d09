import { defineMessages } from '@/components/i18n/messages'

export const networkMessages = defineMessages({
  create: { en: 'New logical network', zh: '新建逻辑网络' },
  emptyTitle: { en: 'No networks', zh: '没有网络' },
  emptyBody: { en: 'A logical network is what machines are connected to; it is made real on each host.', zh: '逻辑网络是虚拟机所连接的网络，会在每台主机上实现。' },
  mode: { en: 'Mode', zh: '模式' },
  nat: { en: 'NAT', zh: 'NAT' },
  bridgeMode: { en: 'Bridge', zh: '网桥' },
  natHelp: { en: 'Each host has its own private network and hides it behind its address.', zh: '每台主机拥有自己的私有网络，并隐藏在主机地址之后。' },
  bridgeHelp: { en: 'Machines stand in the network of an existing bridge of the host.', zh: '虚拟机直接接入主机上已有网桥所在的网络。' },
  bridge: { en: 'Bridge', zh: '网桥' },
  bridgeFieldHelp: { en: 'Name of a bridge that exists on every host, up to 15 characters, for example br0.', zh: '每台主机上都存在的网桥名称，最多 15 个字符，例如 br0。' },
  nameHelp: { en: 'Letters, digits, “_”, “.” and “-”: hosts use it as the name of the network.', zh: '可使用字母、数字、“_”、“.”和“-”：主机以此作为网络名称。' },
  connected: { en: 'Machines connected', zh: '已连接的虚拟机' },
  details: { en: 'Details', zh: '详情' },
  id: { en: 'ID', zh: 'ID' },
  onHosts: { en: 'On the hosts', zh: '在各主机上' },
  error: { en: 'Error', zh: '错误' },
  hostsActive: { en: 'Active on hosts', zh: '已激活的主机' },
  activeOf: { en: '{active} of {all}', zh: '{active} / {all}' },
})
