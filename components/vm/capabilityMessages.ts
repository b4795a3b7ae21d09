import { defineMessages } from '@/components/i18n/messages'

/** What hosts of the cluster can't give to a machine. */
export const capabilityMessages = defineMessages({
  noHostOffers: { en: 'no host of the cluster offers it', zh: '集群中没有主机支持' },
  notOn: { en: 'not on {hosts}', zh: '{hosts} 不支持' },
  noHostCan: { en: 'No host of the cluster can run it as it is set up', zh: '集群中没有主机能按此配置运行该虚拟机' },
  someCannot: {
    en: '{count, plural, one {# host of the cluster} other {# hosts of the cluster}} can’t run it as it is set up',
    zh: '集群中有 {count} 台主机无法按此配置运行该虚拟机',
  },
  hostsLack: { en: '{hosts}: {what}', zh: '{hosts}：{what}' },
  nameSeparator: { en: ', ', zh: '、' },
  lackSeparator: { en: '; ', zh: '；' },
  andMore: { en: '{hosts} and {count} more', zh: '{hosts} 等另外 {count} 台' },
})
