import { defineMessages } from '@/components/i18n/messages'

/** Words of editing and removing datacenters, clusters, hosts, storage domains, networks and templates. */
export const infrastructureMessages = defineMessages({
  migrationAddress: { en: 'Address for migrations', zh: '迁移地址' },
  migrationAddressHelp: {
    en: 'Where other hosts send the memory of machines that move here: a host name or IP address in a network of its own. Empty = the address of the agent.',
    zh: '其他主机将迁移到此处的虚拟机内存发送到的地址：独立网络中的主机名或 IP 地址。留空则使用代理的地址。',
  },
  migrationAddressNone: { en: 'As the agent', zh: '与代理相同' },
  editTitle: { en: 'Edit {name}', zh: '编辑 {name}' },
  remove: { en: 'Remove', zh: '移除' },
  removeTitle: {
    en: 'Remove {kind, select, datacenter {datacenter} cluster {cluster} host {host} network {network} template {template} other {storage domain}} {name}?',
    zh: '移除{kind, select, datacenter {数据中心} cluster {集群} host {主机} network {网络} template {模板} other {存储域}} {name}？',
  },
  removed: { en: '{name} was removed', zh: '{name} 已移除' },
  removeFailed: { en: '{name} could not be removed', zh: '无法移除 {name}' },
  goesDatacenter: { en: 'The empty datacenter goes, and its Blank template.', zh: '将移除此空数据中心及其 Blank 模板。' },
  goesCluster: { en: 'The empty cluster goes. Networks and storage domains stay in the datacenter.', zh: '将移除此空集群。网络和存储域保留在数据中心中。' },
  goesHost: {
    en: 'Atrium forgets the host and its certificate. Nothing on the host is deleted; it can join again with a new token.',
    zh: 'Atrium 将删除此主机的记录及其证书。主机上的内容不会被删除；它可以使用新的令牌重新加入。',
  },
  goesHostVms: {
    en: '{count, plural, one {# stopped machine was last on it. It can start on another host; it is forgotten, too, if another tool made it.} other {# stopped machines were last on it. They can start on other hosts; those that another tool made are forgotten, too.}}',
    zh: '有 {count} 台已停止的虚拟机最后位于此主机。它们可在其他主机上启动；由其他工具创建的将不再显示。',
  },
  goesStorageDomain: {
    en: '{count, plural, =0 {No host uses it.} one {# host lets go of it.} other {# hosts let go of it.}} The folder {path} and every file in it stay.',
    zh: '{count, plural, =0 {没有主机使用它。} other {# 台主机将不再使用它。}}文件夹 {path} 及其中所有文件都会保留。',
  },
  goesNetwork: {
    en: 'No machine is connected to it. {count, plural, =0 {No host has it.} one {It is taken from # host.} other {It is taken from # hosts.}}',
    zh: '没有虚拟机连接到它。{count, plural, =0 {没有主机拥有它。} other {将从 # 台主机上移除。}}',
  },
  goesTemplate: { en: 'No disk is made from it. The template goes; its image stays in the storage domain’s folder.', zh: '没有磁盘基于它。模板将被移除，其镜像保留在存储域的文件夹中。' },
  goesGrants: { en: 'Permissions given on it go, too. This can’t be undone.', zh: '在其上授予的权限也会一并移除。此操作无法撤销。' },
  attachedTo: { en: 'Clusters', zh: '集群' },
  attachedHelp: {
    en: 'Hosts of these clusters have it, and only machines of these clusters can use it. A cluster whose machines use it can’t be taken out.',
    zh: '这些集群的主机拥有它，且仅这些集群的虚拟机可以使用它。正被集群内虚拟机使用时，不能移除该集群。',
  },
  allClusters: { en: 'All clusters of the datacenter', zh: '数据中心的所有集群' },
  allClustersHelp: { en: 'Also those that are created later.', zh: '包括以后创建的集群。' },
  someClusters: { en: 'Only these', zh: '仅以下集群' },
  noCluster: { en: 'Attached to no cluster: no host has it, no machine can use it.', zh: '未挂接到任何集群：没有主机拥有它，虚拟机也无法使用它。' },
})
