import { defineMessages } from './messages'

/** What is said of files that come in from a browser or an address, by the codes of server/domain/upload and of the agent. */
export const uploadReasons = defineMessages({
  upload_no_file: { en: 'Choose a file.', zh: '请选择文件。' },
  upload_nothing: { en: 'The file is empty.', zh: '文件为空。' },
  upload_large: { en: 'The file has more than the {max} MiB that are allowed.', zh: '文件超过允许的 {max} MiB。' },
  upload_iso_name: { en: '“{name}” is no name for a CD image: one is a plain file name that ends in “.iso”.', zh: '“{name}”不是有效的光盘镜像名称：应为以“.iso”结尾的普通文件名。' },
  upload_sum_form: { en: 'A SHA-256 has 64 digits, 0–9 and a–f.', zh: 'SHA-256 由 64 位 0–9 和 a–f 组成。' },
  upload_taken: { en: 'There is a file {name} already.', zh: '已有名为 {name} 的文件。' },
  upload_awaited: { en: 'A file {name} is on its way into this storage domain already.', zh: '名为 {name} 的文件正在传入此存储域。' },
  not_media: { en: '{name} is an export domain: CD images lie on data and ISO domains.', zh: '{name} 是导出域：光盘镜像应放在数据域或 ISO 域。' },
  upload_unknown: { en: 'The host does not know this file any more.', zh: '主机已不再有此文件的记录。' },
  upload_waits: { en: 'No host has been chosen for it yet.', zh: '尚未为其选定主机。' },
  upload_ended: { en: '{name} is not being sent any more.', zh: '{name} 已不在传输中。' },
  upload_offset: { en: 'The host has {offset, number} bytes of it; the next ones must begin there.', zh: '主机已有 {offset, number} 字节，后续数据须从该处开始。' },
  upload_long: { en: 'The file has more than the {sizeBytes, number} bytes that were announced.', zh: '文件超过声明的 {sizeBytes, number} 字节。' },
  upload_full: { en: 'The storage domain is full.', zh: '存储域已满。' },
  upload_abandoned: { en: 'Nothing of {name} has come for {hours} hours. Send it again.', zh: '{name} 已有 {hours} 小时没有数据到达，请重新上传。' },
  upload_sum: { en: 'The SHA-256 of {name} is {found}, not {wanted}: it was damaged, or is another file.', zh: '{name} 的 SHA-256 为 {found}，而不是 {wanted}：文件已损坏或并非同一文件。' },
  upload_other: {
    en: '{name} was given as {format}, but its contents are {found, select, raw {none of that format} other {{found}}}.',
    zh: '{name} 被指定为 {format}，但内容{found, select, raw {不是该格式} other {是 {found}}}。',
  },
  upload_parts: { en: '{name} only describes a disk whose data are in other files. Send an image of one file (qemu-img convert, or ovftool).', zh: '{name} 只描述磁盘，数据在其他文件中。请上传单文件镜像（qemu-img convert 或 ovftool）。' },
  upload_empty: { en: '{name} holds no disk: it is empty.', zh: '{name} 中没有磁盘：它是空的。' },
  iso_in_machine: { en: '{file} is in a drive of machine {vm}. Take it out first.', zh: '{file} 在虚拟机 {vm} 的光驱中，请先取出。' },
  disk_thin: { en: 'It holds only what differs from its template: on its own it is of no use. Copy it in full first.', zh: '它只保存与模板的差异，单独无法使用。请先完整复制。' },
  disk_runs: { en: 'Its machine does not stand still: shut it down first.', zh: '其虚拟机未处于静止状态，请先关闭虚拟机。' },
  upload_no_iso: { en: '{name} is no CD image: it has no ISO 9660 file system.', zh: '{name} 不是光盘镜像：没有 ISO 9660 文件系统。' },
})
