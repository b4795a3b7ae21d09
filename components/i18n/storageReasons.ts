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
  domain_attached: { en: 'Storage domain “{name}” belongs to a datacenter already.', zh: '存储域“{name}”已属于某个数据中心。' },
  domain_unattached: { en: 'Storage domain “{name}” belongs to no datacenter. Attach it first.', zh: '存储域“{name}”不属于任何数据中心，请先附加它。' },
  domain_machines_saved: { en: 'Machines with disks on “{name}” are suspended: {names}. Start and shut them down, or discard what was saved, first.', zh: '“{name}”上有磁盘的虚拟机处于挂起状态：{names}。请先启动并关闭它们，或丢弃已保存的状态。' },
  domain_machines_spread: { en: 'Machines have disks on “{name}” and on other storage domains: {names}. Move or detach these disks first.', zh: '虚拟机 {names} 的磁盘同时位于“{name}”和其他存储域。请先移动或卸下这些磁盘。' },
  domain_known: { en: 'This storage domain is here already, as “{name}”. Attach or activate it instead.', zh: '该存储域已存在，名为“{name}”。请改为附加或激活它。' },
  register_spread: { en: 'Disks of “{name}” lie on another storage domain: {disks}.', zh: '“{name}”的磁盘位于其他存储域：{disks}。' },
  register_template: { en: 'Disk “{disk}” of “{name}” leans on a template that is not registered. Register the template as well.', zh: '“{name}”的磁盘“{disk}”基于尚未注册的模板。请同时注册该模板。' },
  register_backing: { en: 'The image of disk “{disk}” leans on {backing}, and should lean on {expected}. If the domain was in another folder before, mount it there.', zh: '磁盘“{disk}”的镜像基于 {backing}，而应基于 {expected}。如果该存储域以前位于其他文件夹，请挂载到原位置。' },
  register_taken: { en: 'The image of disk “{disk}” is used by “{holder}” already.', zh: '磁盘“{disk}”的镜像已由“{holder}”使用。' },
  domain_name_typed: { en: 'The name that was typed is not “{name}”. Nothing was removed.', zh: '输入的名称不是“{name}”。未移除任何内容。' },
})
