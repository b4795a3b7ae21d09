import { defineMessages } from './messages'

/** What is said of storage domains, by the codes of server/domain/storage-domain and of their commands. */
export const storageReasons = defineMessages({
  domain_status: { en: 'Storage domain “{name}” is: {domainStatus}.', zh: '存储域“{name}”的状态为：{domainStatus}。' },
  domain_blocked: {
    en: 'Storage domain “{name}” has {freeMiB, number} MiB left and takes no new disks below {blockingMiB, number} MiB. Make room, choose another, or change its thresholds.',
    zh: '存储域“{name}”仅剩 {freeMiB, number} MiB，低于 {blockingMiB, number} MiB 时不再接受新磁盘。请腾出空间、选择其他存储域或更改其阈值。',
  },
  domain_overcommitted: {
    en: '{sizeMiB, number} MiB more are beyond the limit of over-commitment of “{name}”: {mostMiB, number} MiB ({percent} % of it) may be promised to disks.',
    zh: '再增加 {sizeMiB, number} MiB 将超过“{name}”的过度分配上限：最多可向磁盘承诺 {mostMiB, number} MiB（容量的 {percent} %）。',
  },
  domain_disks_busy: { en: 'Jobs are working on disks of “{name}”: {names}.', zh: '任务正在处理“{name}”上的磁盘：{names}。' },
  domain_machines_run: { en: 'Machines that use “{name}” run: {names}. Shut them down or move their disks first.', zh: '正在使用“{name}”的虚拟机仍在运行：{names}。请先关闭它们或移走其磁盘。' },
  domain_has_machines: { en: 'Machines have disks on “{name}”: {names}. Delete them, or move their disks, first.', zh: '“{name}”上有虚拟机的磁盘：{names}。请先删除这些虚拟机或移走其磁盘。' },
  domain_has_templates: { en: 'Images of templates lie on “{name}”: {names}. Remove the templates first.', zh: '“{name}”上有模板的镜像：{names}。请先移除这些模板。' },
  domain_no_host: { en: 'No host that is Up could use “{name}”. Bring a host of its clusters up first.', zh: '没有运行中的主机可使用“{name}”。请先使其集群中的一台主机恢复运行。' },
  domain_unusable: { en: 'No host can use “{name}”. {answers}', zh: '没有主机能使用“{name}”。{answers}' },
  metadata_damaged: { en: 'The file metadata/{file} is damaged: it is not what was written.', zh: '文件 metadata/{file} 已损坏：与写入的内容不符。' },
  metadata_newer: {
    en: 'The file metadata/{file} was written by a newer Atrium (version {version} of its metadata; this one knows {known}). Use that one, or a newer one.',
    zh: '文件 metadata/{file} 由更新版本的 Atrium 写入（元数据版本 {version}，当前版本支持 {known}）。请使用该版本或更新的版本。',
  },
  metadata_other: { en: 'The folder holds the storage domain “{name}”. Import it instead of adding a new one.', zh: '该文件夹中是存储域“{name}”。请导入它，而不是新建。' },
  metadata_foreign: {
    en: 'The storage domain “{name}” belongs to another manager ({owner}). Detach it there first; if that manager is gone for good, import it and take it over.',
    zh: '存储域“{name}”属于另一个管理器（{owner}）。请先在那里分离它；如果该管理器已永久停用，可导入并接管它。',
  },
  domain_name_typed: { en: 'The name that was typed is not “{name}”. Nothing was removed.', zh: '输入的名称不是“{name}”。未移除任何内容。' },
})
